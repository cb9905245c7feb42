import { levels, reaches, type Level } from '@samenplan/shared/contracts';
import fc from 'fast-check';
import { decide, type Ask } from './decide';
import { anyAsk, anyMoment, anyRules, client, epoch, ids } from './decide-cases';
import { holds, type Mandate, type Rule, type Rules } from './rules';

const cases = { numRuns: 2_000 };
const always = { startsAt: new Date(0), endsAt: new Date('2040-01-01T00:00:00Z') };
const nobody: Rules = {
  clientId: client,
  turns: null,
  sections: [{ id: ids.section(0), ownStory: false, money: false, onlyClient: false, archived: false }],
  mandates: [],
  closures: [],
  rules: [],
  memberships: [],
  affiliations: [],
  coordinators: [],
};
const person = ids.person(1);
const share: Rule = {
  id: ids.rule(0),
  sectionId: null,
  subject: { type: 'person', id: person },
  affiliationId: null,
  effect: 'share',
  level: 2,
  purpose: null,
  legalBasis: null,
  createdBy: client,
  ...always,
};
const withhold: Rule = { ...share, id: ids.rule(1), effect: 'withhold', level: null };
const mentor: Mandate = { personId: person, kind: 'mentor', scope: 'all', renewed: false, suspended: false, ...always };
const onSection = { sectionId: ids.section(0) };
const ask: Ask = { personId: person, ...onSection };
const levelOf = (rules: Partial<Rules>, asked: Ask = ask): Level => decide({ ...nobody, ...rules }, asked, epoch).level;

/** The order of rules once more, written as a walk over the four kinds of rules. */
function reference(rules: Rules, { personId, sectionId }: Ask, now: Date): Level {
  const section = rules.sections.find(({ id }) => id === sectionId);
  if (sectionId !== null && !section) return 'none';
  const age =
    rules.turns === null
      ? 99
      : now < rules.turns.twelve
        ? 11
        : now < rules.turns.sixteen
          ? 12
          : now < rules.turns.eighteen
            ? 16
            : 18;
  const acting = rules.mandates.filter((mandate) => {
    const parent = mandate.kind === 'ouder' || mandate.kind === 'voogd';
    if (!holds(mandate, now) || mandate.suspended) return false;
    return !parent || (rules.turns !== null && age < (mandate.renewed ? 18 : 16));
  });
  if (personId === rules.clientId) {
    const parents = acting.filter(({ kind, scope }) => scope === 'all' && ['ouder', 'voogd'].includes(kind));
    return age < 12 && parents.length > 0 && !section?.onlyClient ? 'write' : 'manage';
  }
  if (section?.onlyClient) return 'none';
  const closed = rules.closures.filter((one) => one.sectionId === sectionId);
  if (closed.some((one) => one.personId === personId)) return 'none';
  if (acting.some((mandate) => mandate.personId === personId && (mandate.scope === 'all' || section?.money)))
    return 'manage';
  if (section?.archived) return 'none';
  const current = rules.affiliations.filter((one) => one.personId === personId && holds(one, now)).map(({ id }) => id);
  const teams = rules.memberships
    .filter((one) => holds(one, now) && current.includes(one.affiliationId))
    .map(({ teamId }) => teamId);
  for (const object of sectionId === null ? [null] : [sectionId, null])
    for (const subjects of [[personId], teams]) {
      const found = rules.rules.filter(
        (rule) =>
          rule.sectionId === object &&
          subjects.includes(rule.subject.id) &&
          holds(rule, now) &&
          !closed.some((one) => one.personId === rule.createdBy && rule.startsAt >= one.since) &&
          (rule.effect === 'withhold' || rule.affiliationId === null || current.includes(rule.affiliationId)),
      );
      if (found.some(({ effect }) => effect === 'withhold')) return 'none';
      if (found.length > 0) return found.some(({ level }) => level === 2) && !section?.ownStory ? 'write' : 'read';
    }
  return 'none';
}

describe('decide', () => {
  it('gives a person whom no rule or mandate names nothing, whatever others have', () => {
    fc.assert(
      fc.property(
        anyRules,
        fc.option(fc.constantFrom(0, 1, 2).map(ids.section)),
        anyMoment,
        (rules, sectionId, now) => {
          expect(decide(rules, { personId: ids.person(99), sectionId }, now)).toMatchObject({
            level: 'none',
            ruleId: null,
            until: null,
          });
        },
      ),
      cases,
    );
  });

  it('gives nothing to anybody, the client included, in a section of another plan', () => {
    fc.assert(
      fc.property(anyRules, anyAsk, anyMoment, (rules, { personId }, now) => {
        expect(decide(rules, { personId, sectionId: ids.section(99) }, now).level).toBe('none');
      }),
      cases,
    );
  });

  it('agrees with a second description of the same order', () => {
    fc.assert(
      fc.property(anyRules, anyAsk, anyMoment, (rules, asked, now) => {
        expect(decide(rules, asked, now).level).toBe(reference(rules, asked, now));
      }),
      { numRuns: 10_000 },
    );
  });

  it('holds, with the same reason and rule, until the moment that it names', () => {
    fc.assert(
      fc.property(anyRules, anyAsk, anyMoment, fc.nat({ max: 20 * 60_000 }), (rules, asked, now, ahead) => {
        const { until, ...decision } = decide(rules, asked, now);
        const later = new Date(now.getTime() + ahead);
        fc.pre(until === null || later < until);
        const { until: laterUntil, ...laterDecision } = decide(rules, asked, later);
        expect(laterDecision).toEqual(decision);
        expect(laterUntil).toEqual(until);
      }),
      cases,
    );
  });

  it('lets only the client and a representative within the mandate manage', () => {
    fc.assert(
      fc.property(anyRules, anyAsk, anyMoment, (rules, asked, now) => {
        const { level, why } = decide(rules, asked, now);
        if (level === 'manage') expect(['client', 'representative']).toContain(why);
        if (why === 'representative') expect(level).toBe('manage');
      }),
      cases,
    );
  });

  it('never gives more when a rule is added that withholds', () => {
    fc.assert(
      fc.property(anyRules, anyAsk, anyMoment, fc.boolean(), (rules, asked, now, wholePlan) => {
        const added = {
          ...withhold,
          id: ids.rule(50),
          subject: { type: 'person' as const, id: asked.personId },
          sectionId: wholePlan ? null : asked.sectionId,
        };
        const before = decide(rules, asked, now).level;
        expect(reaches(before, decide({ ...rules, rules: [...rules.rules, added] }, asked, now).level)).toBe(true);
      }),
      cases,
    );
  });

  it('gives nothing beyond a mandate once every affiliation and direct rule has ended', () => {
    fc.assert(
      fc.property(anyRules, anyAsk, anyMoment, (rules, asked, now) => {
        const ended = rules.affiliations.map((one) => ({ ...one, endsAt: now }));
        const bound = rules.rules.filter(
          ({ subject, affiliationId }) => subject.type === 'team' || affiliationId !== null,
        );
        const { level } = decide({ ...rules, affiliations: ended, rules: bound }, asked, now);
        if (asked.personId !== client) expect(['none', 'manage']).toContain(level);
      }),
      cases,
    );
  });

  it('does not depend on the order in which rules were made', () => {
    fc.assert(
      fc.property(anyRules, anyAsk, anyMoment, (rules, asked, now) => {
        const turned = { ...rules, rules: [...rules.rules].reverse(), memberships: [...rules.memberships].reverse() };
        expect(decide(turned, asked, now)).toEqual(decide(rules, asked, now));
      }),
      cases,
    );
  });

  it('lets withholding win from sharing on the same object for the same subject', () => {
    expect(levelOf({ rules: [share, withhold] })).toBe('none');
    expect(
      levelOf({
        rules: [
          { ...share, ...onSection },
          { ...withhold, ...onSection },
        ],
      }),
    ).toBe('none');
  });

  it('lets a rule on the section win from one on the plan, even for a team', () => {
    const team = { subject: { type: 'team' as const, id: ids.team(0) }, ...onSection };
    const member = {
      affiliations: [{ id: ids.affiliation(0), personId: person, ...always }],
      memberships: [{ teamId: ids.team(0), affiliationId: ids.affiliation(0), ...always }],
    };
    expect(levelOf({ ...member, rules: [withhold, { ...share, ...team, level: 1 }] })).toBe('read');
    expect(levelOf({ ...member, rules: [share, { ...withhold, ...team }] })).toBe('none');
  });

  it('lets a rule for the person win from one for their team on the same object', () => {
    const team = { subject: { type: 'team' as const, id: ids.team(0) } };
    const member = {
      affiliations: [{ id: ids.affiliation(0), personId: person, ...always }],
      memberships: [{ teamId: ids.team(0), affiliationId: ids.affiliation(0), ...always }],
    };
    expect(
      levelOf({
        ...member,
        rules: [
          { ...share, level: 1 },
          { ...withhold, ...team },
        ],
      }),
    ).toBe('read');
    expect(levelOf({ ...member, rules: [withhold, { ...share, ...team }] })).toBe('none');
  });

  it('lets others read the own story of the client at most, and a representative still decide', () => {
    const sections = nobody.sections.map((section) => ({ ...section, ownStory: true }));
    expect(levelOf({ sections, rules: [share] })).toBe('read');
    const mandate = mentor;
    expect(levelOf({ sections, mandates: [mandate] })).toBe('manage');
  });

  it('keeps what only the client sees from a representative', () => {
    const sections = nobody.sections.map((section) => ({ ...section, onlyClient: true }));
    const mandate = mentor;
    expect(levelOf({ sections, mandates: [mandate] })).toBe('none');
    expect(levelOf({ sections }, { ...ask, personId: client })).toBe('manage');
  });

  it('lets a mandate over money reach sections about money only', () => {
    const mandates = [{ ...mentor, kind: 'bewindvoerder', scope: 'money' as const }];
    expect(levelOf({ mandates })).toBe('none');
    expect(levelOf({ mandates }, { personId: person, sectionId: null })).toBe('none');
    const sections = nobody.sections.map((section) => ({ ...section, money: true }));
    expect(levelOf({ mandates, sections })).toBe('manage');
  });

  describe('with a child', () => {
    const turns = {
      twelve: new Date('2026-05-17T22:00:00Z'),
      sixteen: new Date('2030-05-17T22:00:00Z'),
      eighteen: new Date('2032-05-17T22:00:00Z'),
    };
    const parent = { ...mentor, kind: 'ouder' };
    const before = (at: Date): Date => new Date(at.getTime() - 1);
    const on = (rules: Partial<Rules>, personId: string, now: Date): ReturnType<typeof decide> =>
      decide({ ...nobody, turns, mandates: [parent], ...rules }, { personId, ...onSection }, now);

    it('lets the parents decide until the 12th birthday, while the child sees and writes everything', () => {
      const now = before(turns.twelve);
      expect(on({}, client, now)).toEqual({ level: 'write', why: 'client', ruleId: null, until: turns.twelve });
      expect(on({}, person, now)).toMatchObject({ level: 'manage', why: 'representative' });
      expect(on({ mandates: [] }, client, now).level).toBe('manage');
      expect(on({ mandates: [{ ...parent, suspended: true }] }, client, now).level).toBe('manage');
    });

    it('lets both act from the 12th birthday on, and the young person alone from the 16th', () => {
      for (const now of [turns.twelve, before(turns.sixteen)]) {
        expect(on({}, client, now)).toMatchObject({ level: 'manage', until: null });
        expect(on({}, person, now)).toMatchObject({ level: 'manage', until: turns.sixteen });
      }
      expect(on({}, client, turns.sixteen).level).toBe('manage');
      expect(on({}, person, turns.sixteen)).toEqual({ level: 'none', why: 'no-rule', ruleId: null, until: null });
    });

    it('keeps a parent whom the young person renewed until the 18th birthday, or the end that was chosen before it', () => {
      const renewed = { ...parent, renewed: true };
      expect(on({ mandates: [renewed] }, person, before(turns.eighteen))).toMatchObject({
        level: 'manage',
        until: turns.eighteen,
      });
      expect(on({ mandates: [renewed] }, person, turns.eighteen).level).toBe('none');
      const chosen = new Date('2031-01-01T00:00:00Z');
      expect(on({ mandates: [{ ...renewed, endsAt: chosen }] }, person, before(chosen)).until).toEqual(chosen);
    });

    it('gives a parent nothing when no date of birth is known', () => {
      expect(on({ turns: null }, person, turns.twelve).level).toBe('none');
    });

    it('keeps a closed section from that parent, also by way of a rule, and nobody else', () => {
      const since = turns.twelve;
      const other = ids.person(2);
      const closures = [{ ...onSection, personId: person, since }];
      const mandates = [parent, { ...parent, personId: other }];
      expect(on({ closures, mandates, rules: [share] }, person, since)).toMatchObject({ level: 'none', why: 'closed' });
      expect(on({ closures, mandates }, other, since).level).toBe('manage');
      expect(on({ closures, mandates }, client, since).level).toBe('manage');
      expect(decide({ ...nobody, turns, mandates, closures }, { personId: person, sectionId: null }, since).level).toBe(
        'manage',
      );
    });

    it('lets a parent not show a closed section to others around the back', () => {
      const since = turns.twelve;
      const other = ids.person(2);
      const closures = [{ ...onSection, personId: person, since }];
      const made = { ...share, subject: { type: 'person' as const, id: other }, createdBy: person };
      expect(on({ closures, rules: [{ ...made, startsAt: since }] }, other, since).level).toBe('none');
      expect(on({ closures, rules: [{ ...made, startsAt: before(since) }] }, other, since).level).toBe('write');
    });
  });

  it('never takes anything from the view of the client, whoever represents them', () => {
    fc.assert(
      fc.property(anyRules, fc.constantFrom(0, 1, 2).map(ids.section), anyMoment, (rules, sectionId, now) => {
        expect(reaches(decide(rules, { personId: client, sectionId }, now).level, 'write')).toBe(true);
      }),
      cases,
    );
  });

  it('reaches every level somewhere in the generated cases, so that the properties say something', () => {
    const seen = new Set(
      fc
        .sample(fc.tuple(anyRules, anyAsk, anyMoment), { numRuns: 10_000, seed: 1 })
        .map(([rules, asked, now]) => decide(rules, asked, now).level),
    );
    expect([...seen].sort()).toEqual([...levels].sort());
  });
});
