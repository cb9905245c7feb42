import { isUnreadable, type Encryption } from '@samenplan/api/platform';
import type { Client } from 'pg';
import { z } from 'zod';
import { logPurpose } from './access-log';
import { streamed } from './streamed-rows';

// The key that the words name, and whose it is: one that was destroyed opens nothing any more.
const WORDS = `select l.id, l.plan_id as "planId", l.details, k.owner_id = l.plan_id as own, k.destroyed_at is not null as destroyed
  from public.access_log l left join keys.data_key k on k.kind = 'plan'
    and k.id = case when length(l.details) > 16 then encode(substr(l.details, 2, 16), 'hex')::uuid end
  where $1::uuid is null or l.plan_id = $1`;
const wordsRow = z.object({
  id: z.string(),
  planId: z.string(),
  details: z.instanceof(Uint8Array),
  own: z.boolean().nullable(),
  destroyed: z.boolean(),
});

/**
 * Lines whose words were not sealed by the product for that line: only who knows the master key can make such words. Of
 * a plan that was destroyed nobody can tell any more.
 * @param owner in a transaction
 */
export async function* forgedLines(
  owner: Client,
  encryption: Encryption,
  planId: string | null,
): AsyncGenerator<{ readonly planId: string; readonly lineId: string }> {
  for await (const row of streamed(owner, WORDS, wordsRow, [planId])) {
    if (row.own === true && (row.destroyed || (await opens(owner, encryption, row)))) continue;
    yield { planId: row.planId, lineId: row.id };
  }
}

async function opens(
  owner: Client,
  encryption: Encryption,
  { id, planId, details }: z.infer<typeof wordsRow>,
): Promise<boolean> {
  try {
    await encryption.openJson(owner, logPurpose(id), details, planId);
    return true;
  } catch (error) {
    if (isUnreadable(error)) return false;
    throw error;
  }
}
