// The load runs in a process of its own, so that its work is not counted as the server's. One job, one answer.
import { idleLoad } from './idle-load.mjs';
import { liveLoad } from './live-load.mjs';
import { longLoad, openLong } from './long-section.mjs';
import { planLoad } from './plan-load.mjs';
import { stopLoad } from './stop-load.mjs';

const jobs = { live: liveLoad, idle: idleLoad, long: longLoad, open: openLong, stop: stopLoad, plan: planLoad };

/** Tells the bench where we are and goes on when it has looked. */
const mark = (phase) =>
  new Promise((resolve) => {
    process.once('message', resolve);
    process.send({ phase });
  });

process.once('message', async ({ job, ...load }) => {
  try {
    process.send({ result: await jobs[job](load, mark) });
  } catch (error) {
    process.send({ error: error.stack });
  }
  process.disconnect();
});
