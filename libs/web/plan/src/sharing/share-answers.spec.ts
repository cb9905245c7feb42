import type { Recipient } from '@samenplan/shared/contracts';
import { testEnd, testGrant, testMember, testPlan, testSection } from '../plan/plan-testing';
import { allowedStep, deedsOf, loweredBy, proposedSections, type ShareAnswers } from './share-answers';
import { readCode } from './share-code';

const poh: Recipient = {
  type: 'person',
  id: 'poh',
  name: 'Fatma',
  position: { affiliationId: 'linde', organisation: 'De Linde', function: 'POH', phone: null, workingDays: [] },
  members: [],
  duties: [],
  purpose: null,
  legalBasis: null,
  proposedDomains: ['physical-health'],
};
const nothing: ShareAnswers = { recipient: null, scope: null, levels: {}, endsAt: null };
const all: ShareAnswers = { recipient: poh, scope: 'some', levels: { home: 'write' }, endsAt: testEnd };
const sections = [
  testSection('story', { kind: 'own-story' }),
  testSection('home'),
  testSection('mine', { onlyMe: true }),
  testSection('old', { archived: true }),
];
const picture = { plan: testPlan(sections), audience: [], grants: [] };

describe('the steps of sharing', () => {
  it('begins where an answer is missing, whatever the address says', () => {
    expect(allowedStep('controle', nothing)).toBe('wie');
    expect(allowedStep('controle', { ...nothing, recipient: poh })).toBe('wat');
    expect(allowedStep('controle', { ...all, levels: {} })).toBe('wat');
    expect(allowedStep('controle', { ...all, endsAt: null })).toBe('tot-wanneer');
    expect(allowedStep('controle', all)).toBe('controle');
    expect(allowedStep('onzin', all)).toBe('wie');
  });

  it('goes back to any step that was answered', () => {
    expect(allowedStep('wat', all)).toBe('wat');
  });
});

describe('what the answers ask of the server', () => {
  it('asks one rule per section, in the order of the plan, with the place in the organisation that was chosen', () => {
    const deeds = deedsOf({ ...all, levels: { home: 'write', story: 'read' } }, picture);
    expect(deeds.map((deed) => deed.sectionId)).toEqual(['story', 'home']);
    expect(deeds[1]?.steps).toEqual([
      {
        kind: 'create',
        grant: {
          recipient: { type: 'person', id: 'poh' },
          affiliationId: 'linde',
          effect: 'share',
          level: 'write',
          endsAt: testEnd,
          sectionId: 'home',
        },
        replaces: null,
      },
    ]);
  });

  it('never asks more than reading in the own story', () => {
    expect(deedsOf({ ...all, levels: { story: 'write' } }, picture)[0]?.level).toBe('read');
  });

  it('lifts "Alleen ik zie dit" only where it stands', () => {
    expect(deedsOf({ ...all, levels: { home: 'read', mine: 'read' } }, picture).map((deed) => deed.lift)).toEqual([
      false,
      true,
    ]);
  });

  it('asks one rule without a section for the whole plan', () => {
    const deeds = deedsOf({ ...all, scope: 'read' }, picture);
    expect(deeds).toHaveLength(1);
    expect(deeds[0]?.steps[0]).toMatchObject({ kind: 'create', grant: { level: 'read' } });
    expect(deeds[0]?.steps[0]).not.toHaveProperty('grant.sectionId');
  });

  it('takes the place of what was withheld from this person before', () => {
    const kept = testGrant('w', { sectionId: 'home', effect: 'withhold', level: null, endsAt: null });
    expect(deedsOf(all, { ...picture, grants: [kept] })[0]?.steps).toEqual([
      expect.objectContaining({ kind: 'create', replaces: kept }),
    ]);
  });

  it('shares with a team as a team', () => {
    const team: Recipient = { ...poh, type: 'team', id: 'team', position: null };
    expect(deedsOf({ ...all, recipient: team }, picture)[0]?.steps[0]).toMatchObject({
      grant: { recipient: { type: 'team', id: 'team' } },
    });
  });

  it('asks nothing while an answer is missing', () => {
    expect(deedsOf({ ...all, endsAt: null }, picture)).toEqual([]);
  });
});

describe('somebody who decides about some sections only', () => {
  it('can choose those sections only', () => {
    const part = { ...picture, plan: testPlan([testSection('home', { level: 'read' }), testSection('money')]) };
    expect(deedsOf({ ...all, levels: { home: 'read', money: 'read' } }, part).map((deed) => deed.sectionId)).toEqual([
      'money',
    ]);
  });
});

describe('a code as people type it', () => {
  it('forgives dashes, spaces and case', () => {
    expect(readCode(' abcde-23 456 ')).toBe('ABCDE23456');
  });

  it('refuses what cannot be a code', () => {
    expect(readCode('ABCDE2345')).toBeNull();
    expect(readCode('ABCDE2345O')).toBeNull();
  });
});

describe('a team that gets to read one section', () => {
  const team: Recipient = {
    ...poh,
    type: 'team',
    id: 'team',
    members: ['whole', 'own-rule', 'reader', 'team-whole'].map((id) => ({ id, name: id, function: 'POH' })),
  };
  const audience = [
    testMember('whole', { home: { level: 'write', why: 'person-plan-share' } }),
    testMember('team-whole', { home: { level: 'write', why: 'team-plan-share' } }),
    testMember('own-rule', { home: { level: 'write', why: 'person-section-share' } }),
    testMember('reader', { home: { level: 'read', why: 'person-plan-share' } }),
    testMember('not-in-it', { home: { level: 'write', why: 'person-plan-share' } }),
  ];
  const home = testSection('home');
  const names = (...asked: Parameters<typeof loweredBy>): string[] => loweredBy(...asked).map((one) => one.name);

  it('takes writing there from members who write in the whole plan, and from nobody else', () => {
    expect(names(team, home, 'read', { ...picture, audience })).toEqual(['whole', 'team-whole']);
  });

  it('takes nothing from anybody when the team may write, is not chosen, or is one person', () => {
    expect(names(team, home, 'write', { ...picture, audience })).toEqual([]);
    expect(names(team, home, undefined, { ...picture, audience })).toEqual([]);
    expect(names({ ...poh, id: 'whole' }, home, 'read', { ...picture, audience })).toEqual([]);
  });
});

describe('what suits a function', () => {
  const health = { kind: 'domain', domain: 'physical-health' } as const;
  const some = {
    ...picture,
    plan: testPlan([
      testSection('body', health),
      testSection('money', { kind: 'domain', domain: 'finances' }),
      testSection('diary', { ...health, onlyMe: true }),
      testSection('past', { ...health, archived: true }),
      testSection('story', { kind: 'own-story', domain: null }),
    ]),
  };
  const proposed = (answers: ShareAnswers): readonly string[] => proposedSections(answers, some).map(({ id }) => id);

  it('is proposed, and not what only the client sees, what lies in the archive, or what was chosen already', () => {
    expect(proposed({ ...nothing, recipient: poh })).toEqual(['body']);
    expect(proposed({ ...nothing, recipient: poh, levels: { body: 'write' } })).toEqual([]);
    expect(proposed({ ...nothing, recipient: { ...poh, proposedDomains: [] } })).toEqual([]);
  });

  it('is shown to nobody by being proposed', () => {
    expect(deedsOf({ ...nothing, recipient: poh, scope: 'some', endsAt: testEnd }, some)).toEqual([]);
  });
});
