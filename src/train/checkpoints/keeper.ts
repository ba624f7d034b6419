import type { Course } from '../loop/course.ts';

/** Keeps a course of training somewhere safe. */
export type Keeper = {
  /** The course that was kept; null where there is none to go on from. */
  kept(): Promise<Course | null>;
  /** Keeps a course in place of the last; gives the name it is kept under, null where nothing keeps. */
  keep(course: Course): Promise<string | null>;
  /** Keeps it where the last time is long ago. */
  keepIfDue(course: Course): Promise<void>;
};

/** Keeps nothing. */
export const noKeeper: Keeper = {
  kept: async () => null,
  keep: async () => null,
  keepIfDue: async () => {},
};
