import { DiscernError } from '../base/error.ts';

/** A model on a hub: `hf:OWNER/NAME[@REVISION][#FILE]`. */
export type HubSpec = {
  /** `OWNER/NAME`. */
  readonly repository: string;
  /** Branch, tag or commit. */
  readonly revision: string;
  /** The ONNX file within the repository; undefined: the usual places are tried. */
  readonly file: string | undefined;
};

const pattern = /^hf:(?<repository>[\w.-]+\/[\w.-]+)(?:@(?<revision>[^#\s]+))?(?:#(?<file>\S+\.onnx))?$/;

/** Reads `hf:OWNER/NAME[@REVISION][#FILE]`; the revision is `main` where none is given. Throws `misused`. */
export function hubSpec(text: string): HubSpec {
  const { repository, revision = 'main', file } = pattern.exec(text)?.groups ?? {};
  if (repository && !repository.split('/').some(isDots)) return { repository, revision, file };
  throw new DiscernError('misused', `${text} names no model on a hub`, {
    given: text,
    expected: 'hf:OWNER/NAME, hf:OWNER/NAME@REVISION, or either with #FOLDER/FILE.onnx behind it',
    todo: 'write it as in hf:OWNER/NAME@main#onnx/model.onnx',
  });
}

function isDots(part: string): boolean {
  return /^\.+$/.test(part);
}
