// How long somebody with many plans waits for the list of them.
import { round, summary } from './figures.mjs';

const LOOKS = 20;

/**
 * @param {string} url of the running product
 * @param {string} cookie of the reader
 * @param {number} plans that stand in the list
 * @returns `first`: the look that fetches every key and leaves a line in every plan; `again`: those after it
 */
export async function caseload(url, cookie, plans) {
  const look = async () => {
    const begin = performance.now();
    const answer = await fetch(`${url}/api/v1/plans`, { headers: { cookie } });
    const { items } = await answer.json();
    if (items?.length !== plans) throw new Error(`the list holds ${items?.length} plans, not ${plans}`);
    return performance.now() - begin;
  };
  const first = round(await look());
  const again = [];
  while (again.length < LOOKS) again.push(await look());
  return { first, again: summary(again) };
}
