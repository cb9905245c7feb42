import { Injectable } from '@nestjs/common';
import { People } from '@samenplan/api/identity';
import { Encryption } from '@samenplan/api/platform';
import type { Invitation, NewInvitation } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { levelNumbers } from '../grant-rows';
import { planKey } from '../log/access-log';
import { rows } from '../sql';
import { Titles } from '../titles';

const share = z.object({ sectionId: z.string().nullable(), level: z.union([z.literal(1), z.literal(2)]) });

export const invitationRow = z.object({
  id: z.string(),
  planId: z.string(),
  preparedBy: z.string(),
  authorisedBy: z.string().nullable(),
  shares: z.array(share),
  endsAt: z.date(),
  way: z.enum(['mail', 'letter']),
  codeEndsAt: z.date().nullable(),
  sentAt: z.date().nullable(),
  details: z.instanceof(Uint8Array),
  address: z.instanceof(Uint8Array).nullable(),
  createdAt: z.date(),
  confirmedBy: z.string().nullable(),
  confirmedAt: z.date().nullable(),
  withdrawnAt: z.date().nullable(),
  now: z.date(),
});
export type InvitationRow = z.infer<typeof invitationRow>;

export const INVITATION_COLUMNS = `i.id, i.plan_id as "planId", i.prepared_by as "preparedBy", i.authorised_by as "authorisedBy",
  i.shares, i.ends_at as "endsAt", i.way, i.code_ends_at as "codeEndsAt", i.sent_at as "sentAt", i.details, i.address,
  i.created_at as "createdAt", i.confirmed_by as "confirmedBy", i.confirmed_at as "confirmedAt",
  i.withdrawn_at as "withdrawnAt", clock_timestamp() as now`;

const invitedDetails = z.object({ name: z.string(), organisation: z.string(), function: z.string() });
/** Who is invited, in the words of who invites. */
export type Invited = z.infer<typeof invitedDetails>;

const detailsPurpose = (id: string): string => `invitation:${id}`;
const addressPurpose = (id: string): string => `invitation-address:${id}`;

/** What of an invitation stands sealed: who it is for under the plan's key, the address under a key of its own. */
@Injectable()
export class InvitationRows {
  constructor(
    private readonly encryption: Encryption,
    private readonly people: People,
    private readonly titles: Titles,
  ) {}

  async sealInvited(tx: EntityManager, planId: string, id: string, invited: Invited): Promise<Buffer> {
    const { name, organisation, function: job } = invited;
    const keyId = await planKey(tx, planId);
    return this.encryption.sealJson(tx, keyId, detailsPurpose(id), { name, organisation, function: job });
  }

  async openInvited(tx: EntityManager, { id, planId, details }: InvitationRow): Promise<Invited> {
    return invitedDetails.parse(await this.encryption.openJson(tx, detailsPurpose(id), details, planId));
  }

  async sealAddress(tx: EntityManager, planId: string, id: string, address: string): Promise<Buffer> {
    const keyId = await this.encryption.createKey(tx, 'person', id, await planKey(tx, planId));
    return this.encryption.sealJson(tx, keyId, addressPurpose(id), address);
  }

  async openAddress(tx: EntityManager, { id, address }: InvitationRow): Promise<string | null> {
    if (address === null) return null;
    return z.string().parse(await this.encryption.openJson(tx, addressPurpose(id), address, id));
  }

  /** Destroys the key of an address, so that no copy of the row can be read; the caller empties the column. */
  async destroyAddress(tx: EntityManager, address: Uint8Array | null): Promise<void> {
    if (address !== null) await this.encryption.destroyKey(tx, this.encryption.keyIdOf(address));
  }

  /** The invitation as row-level security shows it to the acting person. @param lock keeps others out until the end */
  async find(tx: EntityManager, planId: string, id: string, lock = false): Promise<InvitationRow | undefined> {
    const sql = `select ${INVITATION_COLUMNS} from invitation i where i.id = $1 and i.plan_id = $2 ${lock ? 'for update' : ''}`;
    return (await rows(tx, invitationRow, sql, [id, planId]))[0];
  }

  /** @param more what the row alone does not tell */
  async shown(
    tx: EntityManager,
    row: InvitationRow,
    more: { readonly planTitle: string; readonly mine: boolean },
  ): Promise<Invitation> {
    const invited = await this.openInvited(tx, row);
    const names = await this.people.names(tx, [row.preparedBy, ...(row.confirmedBy === null ? [] : [row.confirmedBy])]);
    const titles = await this.titles.sections(
      tx,
      row.shares.flatMap(({ sectionId }) => sectionId ?? []),
    );
    const person = (id: string): { id: string; name: string } => ({ id, name: names.get(id) ?? '' });
    return {
      id: row.id,
      planId: row.planId,
      ...more,
      ...invited,
      shares: row.shares.map(({ sectionId, level }) => ({
        sectionId,
        level: level === levelNumbers.write ? 'write' : 'read',
        title: titles.get(sectionId ?? '') ?? null,
      })),
      endsAt: row.endsAt.toISOString(),
      way: row.way,
      state: stateOf(row),
      preparedBy: person(row.preparedBy),
      codeEndsAt: row.codeEndsAt?.toISOString() ?? null,
      sentAt: row.sentAt?.toISOString() ?? null,
      address: await this.openAddress(tx, row),
      confirmedBy: row.confirmedBy === null ? null : person(row.confirmedBy),
      confirmedAt: row.confirmedAt?.toISOString() ?? null,
    };
  }
}

/** What can still happen with an invitation, at the moment at which it was read. */
export function stateOf({
  withdrawnAt,
  confirmedAt,
  authorisedBy,
  codeEndsAt,
  now,
}: Pick<InvitationRow, 'withdrawnAt' | 'confirmedAt' | 'authorisedBy' | 'codeEndsAt' | 'now'>): Invitation['state'] {
  if (withdrawnAt !== null) return 'withdrawn';
  if (confirmedAt !== null) return 'confirmed';
  if (authorisedBy === null) return 'prepared';
  return codeEndsAt !== null && codeEndsAt > now ? 'open' : 'expired';
}

/** Shares as the column holds them. */
export const storedShares = (shares: NewInvitation['shares']): string =>
  JSON.stringify(shares.map(({ sectionId, level }) => ({ sectionId, level: levelNumbers[level] })));
