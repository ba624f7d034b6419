/** What a check saw. */
export type Finding = {
  readonly ok: boolean;
  /** In a few words: a version, a size, a reason. */
  readonly found: string;
  /** What mends it; absent where nothing is wrong. */
  readonly todo?: string;
};

/** What checks need to know of their surroundings. */
export type Surroundings = {
  /** Where embeddings and downloaded models are kept. */
  readonly cacheFolder: string;
};

/** One thing that Discern needs of a machine. */
export type Check = {
  readonly title: string;
  /** Whether nothing works without it. */
  readonly essential: boolean;
  /** May throw: that counts as not ok, with the error's message. */
  look(surroundings: Surroundings): Promise<Finding>;
};
