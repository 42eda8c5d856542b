import type { Recipe } from './recipe.ts';

const mongodVersion = '8.0.32';
const mongodRelease = (archive: string, sha256: string, top = archive) => ({
  version: mongodVersion,
  url: `https://fastdl.mongodb.org/${archive}-${mongodVersion}.tgz`,
  sha256,
  member: `${top.split('/').at(-1)}-${mongodVersion}/bin/mongod`,
  megabytes: 90,
});

/**
 * MongoDB: a real `mongod` where there is one, else `secantusd-rs`, which speaks its protocol over WiredTiger.
 *
 * The Ubuntu 22.04 build of `mongod` runs on any distribution with glibc 2.35 and OpenSSL 3; elsewhere the check before
 * the cache turns it away. SHA-256 as MongoDB publishes them next to each archive and in downloads.mongodb.org/current.json.
 */
export const mongoRecipe: Recipe = {
  name: 'MongoDB',
  variable: 'ESSAIM_MONGODB_URI',
  installed: { program: 'mongod', versionArgs: ['--version'], atLeast: [7] },
  releases: {
    'linux-x64': mongodRelease(
      'linux/mongodb-linux-x86_64-ubuntu2204',
      '41da8d92dde2896ebda278cf296ae86462da6b39eda81ce6ce4fb9ce819adb2e',
    ),
    'linux-arm64': mongodRelease(
      'linux/mongodb-linux-aarch64-ubuntu2204',
      '7411bc9efef53346a26e67241ca9db9926c30b7a056e2515068223b497682c81',
    ),
    'darwin-arm64': mongodRelease(
      'osx/mongodb-macos-arm64',
      'f81cb258434d548dca7244d599c82eb339043d8dedd0b1b807870c9d263117f2',
      'osx/mongodb-macos-aarch64',
    ),
  },
  released: {
    folder: `mongod-${mongodVersion}`,
    program: 'mongod',
    versionArgs: ['--version'],
    version: mongodVersion,
  },
  build: {
    version: '0.5.3-beta.196',
    needs: [
      { program: 'cargo', versionArgs: ['--version'], atLeast: [1, 95] },
      { program: 'cmake' },
      { program: 'cc' },
    ],
    // It declares Rust 1.98 and builds with 1.95. A lighter optimisation than its own halves the wait.
    command: ['cargo', 'install', 'secantus-mdb', '--version', '0.5.3-beta.196', '--locked', '--ignore-rust-version'],
    env: (folder) => ({
      CARGO_INSTALL_ROOT: folder,
      CARGO_TARGET_DIR: `${folder}/target`,
      CARGO_TERM_COLOR: 'never',
      CARGO_PROFILE_RELEASE_LTO: 'off',
      CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
      CARGO_PROFILE_RELEASE_OPT_LEVEL: '2',
    }),
    duration: 'about 4 minutes on two cores, once per machine',
  },
  built: {
    folder: 'secantus-mdb-0.5.3-beta.196',
    program: 'secantusd-rs',
    versionArgs: ['--version'],
    version: '0.5.3-beta.196',
  },
  waysOut: [
    'with Docker:        docker compose -f deploy/compose/engines.yml up -d --wait, then ESSAIM_MONGODB_URI="mongodb://127.0.0.1:27017/?replicaSet=rs0"',
    'with MongoDB 7 or 8 installed: make sure that `mongod` is on PATH (https://www.mongodb.com/docs/manual/installation/)',
    'with a build here:  install Rust 1.95 or later (https://rustup.rs), cmake, a C compiler and zlib headers',
    'with your own:      ESSAIM_MONGODB_URI=<address of a MongoDB 7 or 8 replica set, one node is enough>',
  ],
};

const natsRelease = (platform: string, sha256: string) => ({
  version: '2.14.5',
  url: `https://github.com/nats-io/nats-server/releases/download/v2.14.5/nats-server-v2.14.5-${platform}.tar.gz`,
  sha256,
  member: `nats-server-v2.14.5-${platform}/nats-server`,
  megabytes: 7,
});

/**
 * NATS with JetStream. SHA-256 of the release as the project's own image recipe (nats-io/nats-docker, 2.14.x) has them;
 * it does not cover macOS, where Homebrew or `go install` is the way.
 */
export const natsRecipe: Recipe = {
  name: 'NATS',
  variable: 'ESSAIM_NATS_URL',
  // 2.9.10, which Debian 12 has, publishes its max-deliver advisories twice.
  installed: { program: 'nats-server', versionArgs: ['--version'], atLeast: [2, 12] },
  releases: {
    'linux-x64': natsRelease('linux-amd64', '5e3b603d47c447bda1f77f9ac16dbf91c90aac4ff3681f8fbbc7201e4ed99355'),
    'linux-arm64': natsRelease('linux-arm64', '673a98d3faa79dde3f9ebf16d6dfac36a5f694e7ad2015e4954dd7939c85cd4c'),
  },
  released: { folder: 'nats-server-2.14.5', program: 'nats-server', versionArgs: ['--version'], version: '2.14.5' },
  build: {
    version: '2.15.2',
    needs: [{ program: 'go' }],
    command: ['go', 'install', '-v', 'github.com/nats-io/nats-server/v2@v2.15.2'],
    env: (folder) => ({ GOBIN: `${folder}/bin`, CGO_ENABLED: '0' }),
    duration: 'about a minute, once per machine',
  },
  built: { folder: 'nats-server-2.15.2', program: 'nats-server', versionArgs: ['--version'], version: '2.15.2' },
  waysOut: [
    'with Docker:        docker compose -f deploy/compose/engines.yml up -d --wait, then ESSAIM_NATS_URL="nats://127.0.0.1:4222"',
    'with NATS 2.12 or later installed: make sure that `nats-server` is on PATH (https://docs.nats.io, or brew install nats-server)',
    'with a build here:  install Go (https://go.dev/dl)',
    'with your own:      ESSAIM_NATS_URL=<address of a NATS 2.12 or later with JetStream and the users of deploy/nats/nats.conf>',
  ],
};
