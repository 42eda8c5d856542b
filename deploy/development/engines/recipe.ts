/** A file of an official release: taken only when its SHA-256 is the one written here. */
export interface Release {
  readonly version: string;
  readonly url: string;
  readonly sha256: string;
  /** Where the program is inside the archive (.tar.gz). */
  readonly member: string;
  readonly megabytes: number;
}

/** How a machine makes the program by itself, from a package registry. */
export interface Build {
  readonly version: string;
  /** What must be on PATH, with the least version where it matters. */
  readonly needs: readonly {
    readonly program: string;
    readonly versionArgs?: readonly string[];
    readonly atLeast?: readonly number[];
  }[];
  readonly command: readonly string[];
  /** Variables of the build, given the folder to work in. The program must end up in `<folder>/bin`. */
  readonly env: (folder: string) => Record<string, string>;
  readonly duration: string;
}

/** A program that the cache may hold: from a release, or built here. */
export interface Candidate {
  /** The folder in the cache; it carries the version, so that two clones of different ages do not fight. */
  readonly folder: string;
  readonly program: string;
  readonly versionArgs: readonly string[];
  readonly version: string;
}

/** Everything that is particular to one engine in looking for it; the order itself is in find-engine.ts. */
export interface Recipe {
  readonly name: 'MongoDB' | 'NATS';
  readonly variable: string;
  readonly installed: {
    readonly program: string;
    readonly versionArgs: readonly string[];
    readonly atLeast: readonly number[];
  };
  /** By `<platform>-<arch>` as Node names them. */
  readonly releases: Readonly<Record<string, Release>>;
  readonly released: Candidate;
  readonly build: Build;
  readonly built: Candidate;
  /** What a person can do when nothing worked, one line each. */
  readonly waysOut: readonly string[];
}
