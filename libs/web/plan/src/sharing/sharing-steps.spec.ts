import type { AudienceMember } from '@samenplan/shared/contracts';
import { testEnd, testGrant, testMember, testTeamGrant } from '../plan/plan-testing';
import { backwards } from './sharing-desk';
import { again, stepsToSet, stepsToStop } from './sharing-steps';

const end = testEnd;
const grant = testGrant;
const ofTeam = testTeamGrant;

/** The person, with the rule of the team that decides per section. */
function poh(decidedBy: Record<string, string>, planLevel: AudienceMember['planLevel'] = 'none'): AudienceMember {
  const entries = Object.entries(decidedBy).map(
    ([sectionId, grantId]) => [sectionId, { level: 'read', why: 'team-section-share', grantId }] as const,
  );
  return testMember('poh', Object.fromEntries(entries), { planLevel });
}

const kinds = (steps: readonly { kind: string }[]): string[] => steps.map((step) => step.kind);

describe('stopping everything for one person', () => {
  it('stops every rule of that person and no rule of another', () => {
    const other = grant('other', { recipient: { ...grant('x').recipient, id: 'nurse' } });
    const steps = stepsToStop(poh({}), [grant('a'), grant('b', { sectionId: 's' }), other]);
    expect(steps).toEqual([
      { kind: 'stop', before: grant('a') },
      { kind: 'stop', before: grant('b', { sectionId: 's' }) },
    ]);
  });

  it('withholds what comes through a team, because the team goes on seeing it', () => {
    const steps = stepsToStop(poh({ s: 't' }), [ofTeam('t', { sectionId: 's' })]);
    expect(steps).toEqual([
      {
        kind: 'create',
        grant: { recipient: { type: 'person', id: 'poh' }, effect: 'withhold', sectionId: 's' },
        replaces: null,
      },
    ]);
  });

  it('withholds the plan when it comes through a team that decides about no section of today', () => {
    const steps = stepsToStop(poh({}, 'read'), [ofTeam('t')]);
    expect(steps).toEqual([
      { kind: 'create', grant: { recipient: { type: 'person', id: 'poh' }, effect: 'withhold' }, replaces: null },
    ]);
  });

  it('withholds before it stops, so that a rule of the team never shows in between', () => {
    expect(kinds(stepsToStop(poh({ s: 't' }), [grant('a'), ofTeam('t', { sectionId: 's' })]))).toEqual([
      'create',
      'stop',
    ]);
  });

  it('does not stop what the withholding takes the place of', () => {
    const own = grant('a', { sectionId: 's' });
    const steps = stepsToStop(poh({ s: 't' }), [own, ofTeam('t', { sectionId: 's' })]);
    expect(steps).toEqual([expect.objectContaining({ kind: 'create', replaces: own })]);
  });

  it('asks nothing twice where it is withheld already', () => {
    const kept = grant('w', { sectionId: 's', effect: 'withhold', level: null, endsAt: null });
    expect(stepsToStop(poh({ s: 't' }), [kept, ofTeam('t', { sectionId: 's' })])).toEqual([]);
  });
});

describe('setting a level', () => {
  it('makes a rule of the same place in an organisation as the person has already', () => {
    expect(stepsToSet('poh', 's', 'write', end, [grant('a')])).toEqual([
      {
        kind: 'create',
        grant: {
          recipient: { type: 'person', id: 'poh' },
          affiliationId: 'place',
          effect: 'share',
          level: 'write',
          endsAt: end,
          sectionId: 's',
        },
        replaces: null,
      },
    ]);
  });

  it('changes the rule that is there', () => {
    const here = grant('a', { sectionId: 's' });
    expect(stepsToSet('poh', 's', 'write', end, [here])).toEqual([
      { kind: 'change', before: here, level: 'write', endsAt: end },
    ]);
  });

  it('does nothing when nothing changes', () => {
    expect(stepsToSet('poh', 's', 'read', '2027-02-22T23:59:59+01:00', [grant('a', { sectionId: 's' })])).toEqual([]);
  });

  it('takes the place of what was withheld', () => {
    const kept = grant('w', { sectionId: 's', effect: 'withhold', level: null, endsAt: null });
    expect(stepsToSet('poh', 's', 'read', end, [kept])).toEqual([
      expect.objectContaining({ kind: 'create', replaces: kept }),
    ]);
  });

  it('keeps what is withheld when it should stay so', () => {
    const kept = grant('w', { sectionId: 's', effect: 'withhold', level: null, endsAt: null });
    expect(stepsToSet('poh', 's', 'none', end, [kept, grant('plan')])).toEqual([]);
  });

  it('only stops the rule when nothing else would show the section', () => {
    const here = grant('a', { sectionId: 's' });
    expect(stepsToSet('poh', 's', 'none', end, [here])).toEqual([{ kind: 'stop', before: here }]);
  });

  it('withholds in place of the rule when the whole plan is shown to the person', () => {
    const here = grant('a', { sectionId: 's' });
    const withheld = { recipient: { type: 'person', id: 'poh' }, effect: 'withhold', sectionId: 's' };
    expect(stepsToSet('poh', 's', 'none', end, [here, grant('plan')])).toEqual([
      { kind: 'create', grant: withheld, replaces: here },
    ]);
  });

  it('withholds the plan when a team is shown it, even beside a rule of the person', () => {
    const here = grant('plan');
    expect(stepsToSet('poh', null, 'none', end, [here, ofTeam('t')])).toEqual([
      expect.objectContaining({ kind: 'create', replaces: here }),
    ]);
  });
});

describe('taking back', () => {
  const now = new Date('2026-11-22T10:00:00Z');

  it('makes a stopped rule again, with the same end', () => {
    expect(again(grant('a', { sectionId: 's' }), now)).toEqual({
      recipient: { type: 'person', id: 'poh' },
      affiliationId: 'place',
      effect: 'share',
      sectionId: 's',
      level: 'read',
      endsAt: end,
    });
  });

  it('does not bring back a rule whose time has passed', () => {
    expect(again(grant('a', { endsAt: '2026-11-22T09:59:00Z' }), now)).toBeNull();
    expect(
      backwards({ step: { kind: 'stop', before: grant('a', { endsAt: '2026-11-22T09:59:00Z' }) }, made: null }, now),
    ).toEqual([]);
  });

  it('stops what was made, and gives back level and end of what was changed', () => {
    const made = grant('new');
    const wish = { recipient: { type: 'person', id: 'poh' }, effect: 'share' } as const;
    expect(backwards({ step: { kind: 'create', grant: wish, replaces: null }, made }, now)).toEqual([
      { kind: 'stop', before: made },
    ]);
    const changed = grant('a', { level: 'write' });
    expect(
      backwards({ step: { kind: 'change', before: grant('a'), level: 'write', endsAt: end }, made: changed }, now),
    ).toEqual([{ kind: 'change', before: changed, level: 'read', endsAt: end }]);
  });

  it('puts back what was replaced, in place of what was made', () => {
    const made = grant('w', { effect: 'withhold', level: null, endsAt: null });
    const wish = { recipient: { type: 'person', id: 'poh' }, effect: 'withhold' } as const;
    const steps = backwards({ step: { kind: 'create', grant: wish, replaces: grant('a') }, made }, now);
    expect(steps).toEqual([{ kind: 'create', grant: again(grant('a'), now), replaces: made }]);
  });
});
