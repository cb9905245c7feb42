// The access log: what writing a line adds, how long the log screen takes to open, and verifying the whole.
import { percentile, round, summary } from './figures.mjs';

const LOOKS = 40;
const DAYS = 400;

/** Differences of two orders of the same measurements say more than two percentiles do on a machine with noise. */
const added = (without, written) => ({
  without: summary(without),
  with: summary(written),
  addsP50: round(percentile(written, 0.5) - percentile(without, 0.5), 2),
  addsP95: round(percentile(written, 0.95) - percentile(without, 0.95), 2),
});

/**
 * @param {import('./product.mjs').Product} product that runs
 * @param {number} lines in the log of one plan
 */
export async function accessLog(product, lines) {
  const made = JSON.parse(product.tool('bench-log', lines, DAYS)[0]);
  const path = `/api/v1/plans/${made.planId}`;
  const opening = async (query) => {
    const times = [];
    for (let n = 0; n < LOOKS; n += 1) {
      const begin = performance.now();
      await product.get(`${path}/${query}`, made.cookie);
      times.push(performance.now() - begin);
    }
    return { first: round(times[0]), ...summary(times) };
  };
  return {
    lines,
    write: added(made.without, made.written),
    open: await opening('access-log-entries?limit=30'),
    openOfSection: await opening(`access-log-entries?limit=30&sectionId=${made.sectionId}`),
    openLineByLine: await opening('access-log?limit=50'),
    exportSeconds: { csv: await download('csv'), fhir: await download('fhir') },
  };

  async function download(format) {
    const begin = performance.now();
    const answer = await fetch(`${product.url}${path}/access-log-export?format=${format}`, {
      headers: { cookie: made.cookie },
    });
    let bytes = 0;
    for await (const chunk of answer.body) bytes += chunk.length;
    return { seconds: round((performance.now() - begin) / 1000, 2), megabytes: round(bytes / 1e6) };
  }
}

/** `npm run log:verify` over a log of so many lines, once everything is sealed. */
export async function verifying(product, lines, sealed) {
  product.tool('bench-log', lines, 0);
  await sealed();
  const seconds = (...flags) => {
    const begin = performance.now();
    product.tool('log-verify', ...flags);
    return round((performance.now() - begin) / 1000, 1);
  };
  return { lines, seconds: seconds(), withWordsSeconds: seconds('--words') };
}
