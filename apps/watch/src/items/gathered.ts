interface Asked<Given, Got> {
  readonly given: Given;
  readonly resolve: (got: Got) => void;
  readonly reject: (error: unknown) => void;
}

const momentMs = 8;
const most = 64;

/** Does in one command what many ask for within a moment: what concerns one of them may be in the answer to all. */
export class Gathered<Given, Got> {
  private waiting: Asked<Given, Got>[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly work: (all: readonly Given[]) => Promise<Got>) {}

  ask(given: Given): Promise<Got> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ given, resolve, reject });
      if (this.waiting.length >= most) this.go();
      else this.timer ??= setTimeout(() => this.go(), momentMs);
    });
  }

  private go(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const asked = this.waiting;
    this.waiting = [];
    this.work(asked.map(({ given }) => given)).then(
      (got) => {
        for (const { resolve } of asked) resolve(got);
      },
      (error: unknown) => {
        for (const { reject } of asked) reject(error);
      },
    );
  }
}
