import { DiscernError } from '../../base/error.ts';

/** A model on a hub: `hf:OWNER/NAME[@REVISION][#FILE]`. */
export type HubSpec = {
  /** `OWNER/NAME`. */
  readonly repository: string;
  /** Branch, tag or commit. */
  readonly revision: string;
  /** The ONNX file within the repository. Undefined: the usual places are tried. */
  readonly file: string | undefined;
};

const pattern = /^hf:(?<repository>[\w.-]+\/[\w.-]+)(?:@(?<revision>[^#\s]+))?(?:#(?<file>\S+\.onnx))?$/;

/** Parses `hf:OWNER/NAME[@REVISION][#FILE]`. The revision is `main` where none is given. Throws `misused`. */
export function hubSpec(text: string): HubSpec {
  const { repository, revision = 'main', file } = pattern.exec(text)?.groups ?? {};
  if (repository && !repository.split('/').some(isDots)) return { repository, revision, file };
  throw new DiscernError('misused', `${text} is not the name of a model on a hub`, {
    given: text,
    expected: 'hf:OWNER/NAME or hf:OWNER/NAME@REVISION, with #FOLDER/FILE.onnx after it where wanted',
    todo: 'write it as in hf:OWNER/NAME@main#onnx/model.onnx',
  });
}

function isDots(part: string): boolean {
  return /^\.+$/.test(part);
}
