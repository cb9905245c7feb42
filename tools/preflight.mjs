// Before the tests: what they need and the machine lacks is installed where that is possible (root on Debian or
// Ubuntu), and otherwise named in one sentence.
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

/** Programs the tests need: where they may be, which package has them, and what to say when they stay away. */
const needs = [
  {
    name: 'Chromium',
    package: 'chromium',
    places: [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
    sentence: 'The browser tests need Chromium: install it, or set CHROMIUM_PATH to where it is.',
  },
  {
    name: 'Redis',
    package: 'redis-server',
    places: ['/usr/bin/redis-server', '/usr/local/bin/redis-server', '/opt/homebrew/bin/redis-server'],
    sentence: 'The tests of several instances need Redis: install redis-server.',
  },
];

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const find = ({ places }) => places.find((path) => path && isProgram(path));
const absent = () => needs.filter((need) => !find(need));

/** Path of a Chromium that is installed; undefined when there is none. */
export const findChromium = () => find(needs[0]);

function install(packages) {
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  try {
    execFileSync('apt-get', ['update', '-qq'], options);
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
  } catch {
    console.error('apt-get did not install what is missing.'); // What is still absent is named below.
  }
}

if (import.meta.main && absent().length > 0) {
  if (process.getuid?.() === 0 && isProgram('/usr/bin/apt-get')) {
    console.log(
      `Installing ${absent()
        .map(({ name }) => name)
        .join(' and ')} ...`,
    );
    install(absent().map((need) => need.package));
  }
  for (const { sentence } of absent()) console.error(sentence);
  if (absent().length > 0) process.exit(1);
}
