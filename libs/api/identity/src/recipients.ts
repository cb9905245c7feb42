import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Recipient, RecipientRef } from '@samenplan/shared/contracts';
import { parsePlaces, People, placeColumns, placeInForce, placeTables, positionOf, type Place } from './people';

const MOST_RESULTS = 20;
const MOST_WORDS = 6;

const teamRows = z.array(
  z.object({ id: z.string(), name: z.string(), phone: z.string().nullable(), organisation: z.string() }),
);
const memberRows = z.array(z.object({ teamId: z.string(), personId: z.string(), name: z.string() }));
const memberInForce = 'm.starts_at <= clock_timestamp() and (m.ends_at is null or m.ends_at > clock_timestamp())';

/** Patterns for every word of a search; what someone types is never a pattern itself. */
export const wordPatterns = (search: string): string[] =>
  search
    .trim()
    .split(/\s+/)
    .slice(0, MOST_WORDS)
    .map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`);

/** People and teams that something can be shown to. */
@Injectable()
export class Recipients {
  constructor(private readonly people: People) {}

  /**
   * Professionals (one result per place in an organisation) and teams, by name, organisation and function; at most 20.
   * Clients and informal contacts are never found: they have no place in an organisation.
   */
  async search(tx: EntityManager, search: string): Promise<Recipient[]> {
    const patterns = wordPatterns(search);
    const peopleSql = `select ${placeColumns}, p.name from ${placeTables} join person p on p.id = a.person_id
      where ${placeInForce} and concat_ws(' ', p.name, o.name, f.name) ilike all ($1::text[]) order by p.name, a.id limit ${MOST_RESULTS}`;
    const teamSql = `select t.id, t.name, t.phone, o.name as organisation from team t join organisation o on o.id = t.organisation_id
      where concat_ws(' ', t.name, o.name) ilike all ($1::text[]) order by t.name, t.id limit ${MOST_RESULTS}`;
    const teams = await this.#teams(tx, teamRows.parse(await tx.query(teamSql, [patterns])));
    const places = parsePlaces(await tx.query(peopleSql, [patterns]));
    const names = await this.people.names(
      tx,
      places.map(({ personId }) => personId),
    );
    return [...teams, ...places.map((place) => ofPerson(place.personId, names.get(place.personId) ?? '', place))].slice(
      0,
      MOST_RESULTS,
    );
  }

  /** The one person who shows this code, or null. */
  async byCode(tx: EntityManager, code: string): Promise<Recipient | null> {
    const rows: unknown = await tx.query('select id from person where contact_code = $1', [code]);
    const [row] = z.array(z.object({ id: z.string() })).parse(rows);
    return row === undefined ? null : this.find(tx, { type: 'person', id: row.id });
  }

  /**
   * A person or team by id, or null.
   * @param affiliationId which place of a person with several; the oldest when absent, null when it is not theirs
   */
  async find(tx: EntityManager, { type, id }: RecipientRef, affiliationId?: string): Promise<Recipient | null> {
    if (type === 'team') {
      const sql =
        'select t.id, t.name, t.phone, o.name as organisation from team t join organisation o on o.id = t.organisation_id where t.id = $1';
      const [team] = await this.#teams(tx, teamRows.parse(await tx.query(sql, [id])));
      return team ?? null;
    }
    const name = (await this.people.names(tx, [id])).get(id);
    if (name === undefined) return null;
    const places = (await this.people.places(tx, [id])).get(id) ?? [];
    const place =
      affiliationId === undefined
        ? places[0]
        : (places.find((one) => one.affiliationId === affiliationId) ??
          (await this.people.declaredPlace(tx, id, affiliationId)));
    return affiliationId !== undefined && place === undefined ? null : ofPerson(id, name, place);
  }

  async #teams(tx: EntityManager, teams: z.infer<typeof teamRows>): Promise<Recipient[]> {
    if (teams.length === 0) return [];
    const sql = `select m.team_id as "teamId", a.person_id as "personId", p.name from team_member m join affiliation a on a.id = m.affiliation_id
      join person p on p.id = a.person_id where m.team_id = any ($1::uuid[]) and ${memberInForce} and ${placeInForce} order by p.name`;
    const members = memberRows.parse(await tx.query(sql, [teams.map(({ id }) => id)]));
    const places = await this.people.places(
      tx,
      members.map(({ personId }) => personId),
    );
    return teams.map((team) => {
      const own = members
        .filter(({ teamId }) => teamId === team.id)
        .map((member) => ({
          ...member,
          place: places.get(member.personId)?.find(({ organisation }) => organisation === team.organisation),
        }));
      const all = own.flatMap(({ place }) => place ?? []);
      return {
        type: 'team',
        id: team.id,
        name: `${team.name}, ${team.organisation}`,
        position: null,
        members: own.map(({ personId, name, place }) => ({ id: personId, name, function: place?.function ?? '' })),
        duties: distinct(all.flatMap(({ duties }) => duties)),
        purpose: distinct(all.map(({ purpose }) => purpose)).join('; ') || null,
        legalBasis: distinct(all.map(({ legalBasis }) => legalBasis)).join('; ') || null,
        proposedDomains: distinct(all.flatMap(({ proposedDomains }) => proposedDomains)),
      };
    });
  }
}

const distinct = <T>(items: readonly T[]): T[] => [...new Set(items)];

const ofPerson = (id: string, name: string, place: Place | undefined): Recipient => ({
  type: 'person',
  id,
  name,
  position: place === undefined ? null : positionOf(place),
  members: [],
  duties: [...(place?.duties ?? [])],
  // Empty for a declared place in an organisation that nobody here knows.
  purpose: place?.purpose || null,
  legalBasis: place?.legalBasis || null,
  proposedDomains: [...(place?.proposedDomains ?? [])],
});
