import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** It asks nothing of anybody by itself, and runs as root in a container. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The Chromium of this machine. @throws when there is none, saying how to install it */
export const launchBrowser = async (): Promise<Browser> => {
  const { CHROMIUM_PATH } = process.env;
  const executablePath = [...(CHROMIUM_PATH ? [CHROMIUM_PATH] : places)].find((path) => existsSync(path));
  if (!executablePath) {
    throw new Error(
      'The browser tests need Chromium. Install it (Debian, Ubuntu: `apt-get install chromium`; macOS: `brew install --cask chromium`), or say where it is: CHROMIUM_PATH=/path/to/chrome npm test',
    );
  }
  return chromium.launch({ executablePath, args: flags });
};
