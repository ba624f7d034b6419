import { isLfsPointer } from '../../base/lfs-pointer.ts';
import { type FormatTest, startsWith } from './file-head.ts';

/** A file that was saved in place of a picture, and what to do about it. */
export type StandIn = { readonly looks: FormatTest; readonly todo: string };

/** Kinds of files that often lie where a picture should be, by their name in messages. */
export const standIns: Readonly<Record<string, StandIn>> = {
  'a pointer of Git LFS': { looks: (_, encoded) => isLfsPointer(encoded), todo: 'fetch the file itself: git lfs pull' },
  'a web page': {
    looks: (head) => /^(\xef\xbb\xbf)?\s*(<!--.*?-->\s*)*<(!doctype html|html|head|body)[\s>]/is.test(head),
    todo: 'download the picture itself, not the page that shows it',
  },
  'an error of a server': {
    looks: (head) => /^(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*<Error>|\{\s*"(error|message|errors|detail)"\s*:)/i.test(head),
    todo: 'download the picture again',
  },
  'a compressed file': {
    looks: startsWith('\x1f\x8b', 'PK\x03\x04', '7z\xbc\xaf\x27\x1c', 'BZh', '\xfd7zXZ\0', '\x28\xb5\x2f\xfd', 'Rar!'),
    todo: 'unpack it first',
  },
};
