declare module 'hoodiecrow-imap' {
  import type { Server } from 'node:net';

  interface Hoodiecrow {
    readonly server: Server;
    listen(port: number, host: string, done: () => void): void;
    close(done: () => void): void;
  }
  const hoodiecrow: (options: { readonly plugins: readonly string[]; readonly storage: object }) => Hoodiecrow;
  export default hoodiecrow;
}
