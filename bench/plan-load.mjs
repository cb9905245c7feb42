// How long people wait for a plan that many of them look at. Runs in the load process.
import { Agent, request } from 'node:http';
import { summary } from './figures.mjs';
import { sleep } from './live-load.mjs';

const WARM_UP = 2;
/** Connections, as a browser or a proxy would hold them; who comes when all are busy waits, and that counts. */
const MOST_AT_ONCE = 64;

/**
 * Asks at an even pace, whether or not the answers come: a slow server does not make the load lighter.
 * @param {{ url: string, plan: string, cookies: string[], perSecond: number, seconds: number }} load
 */
export async function planLoad({ url, plan, cookies, perSecond, seconds }) {
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_AT_ONCE });
  const address = `${url}/api/v1/plans/${plan}`;
  const times = [];
  const asked = [];
  const begin = performance.now();
  for (let n = 0; n < (WARM_UP + seconds) * perSecond; n += 1) {
    const at = begin + (n * 1000) / perSecond;
    if (at > performance.now()) await sleep(at - performance.now());
    asked.push(look(agent, address, cookies[n % cookies.length], n < WARM_UP * perSecond ? [] : times));
  }
  await Promise.all(asked);
  agent.destroy();
  return { perSecond, ...summary(times) };
}

function look(agent, address, cookie, times) {
  const begin = performance.now();
  return new Promise((resolve, reject) => {
    const question = request(address, { agent, headers: { cookie } }, (answer) => {
      if (answer.statusCode !== 200) return reject(new Error(`${address} answered ${answer.statusCode}`));
      answer.on('end', () => resolve(times.push(performance.now() - begin))).resume();
    });
    question.on('error', reject).end();
  });
}
