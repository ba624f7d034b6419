/** The result of a check. */
export type Finding = {
  readonly ok: boolean;
  /** The facts in a few words: a version, a size, a reason. */
  readonly found: string;
  /** What repairs it; absent where nothing is wrong. */
  readonly todo?: string;
};

/** What checks need to know about the machine. */
export type Surroundings = {
  /** The folder of the embedding cache and of downloaded models. */
  readonly cacheFolder: string;
};

/** One thing that Discern needs of a machine. */
export type Check = {
  readonly title: string;
  /** Whether Discern cannot work without it. */
  readonly essential: boolean;
  /** Runs the check. It may throw: that counts as not ok, with the error's message. */
  look(surroundings: Surroundings): Promise<Finding>;
};
