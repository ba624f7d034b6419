import type { Check } from './check.ts';

/** Checks that Node.js is new enough. */
export const nodeVersion: Check = {
  title: 'Node.js',
  essential: true,
  look: async () => {
    const [major, minor] = process.versions.node.split('.').map(Number);
    const ok = major > 20 || (major === 20 && minor >= 9);
    const found = `${process.versions.node} on ${process.platform} ${process.arch}`;
    return ok ? { ok, found } : { ok, found, todo: 'install Node.js 20.9 or newer' };
  },
};
