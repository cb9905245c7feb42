// Before the tests: what they need and the machine lacks is installed where that is possible (root on Debian or
// Ubuntu), and otherwise named in one sentence.
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

const candidates = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Path of a Chromium that is installed; undefined when there is none. */
export const findChromium = () => candidates.find((path) => path && isProgram(path));

function installChromium() {
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
}

if (import.meta.main && !findChromium()) {
  if (process.getuid?.() === 0 && isProgram('/usr/bin/apt-get')) {
    console.log('Chromium is missing: installing it ...');
    installChromium();
  }
  if (!findChromium()) {
    console.error('The browser tests need Chromium: install it, or set CHROMIUM_PATH to where it is.');
    process.exit(1);
  }
}
