import { testPlan, testSection } from '../plan/plan-testing';
import {
  allowedInviteStep,
  invitableSections,
  invitedShares,
  looksLikeMail,
  noAnswers,
  readInvitationCode,
} from './invite-answers';

const known = { ...noAnswers, name: 'De Vries', organisation: 'De Linde', function: 'huisarts' };

describe('the answers of an invitation', () => {
  it('lead to the first screen that has no answer, whatever the address says', () => {
    expect(allowedInviteStep('hoe', noAnswers)).toBe('wie');
    expect(allowedInviteStep('hoe', known)).toBe('wat');
    expect(allowedInviteStep('hoe', { ...known, levels: { a: 'read' } })).toBe('tot-wanneer');
    const all = { ...known, levels: { a: 'read' as const }, endsAt: '2027-01-01T00:00:00Z' };
    expect(allowedInviteStep('hoe', all)).toBe('hoe');
    expect(allowedInviteStep('wie', all)).toBe('wie');
    expect(allowedInviteStep('elders', all)).toBe('wie');
  });

  it('never offer what only the client sees, what is put away, or what one does not decide about', () => {
    const sections = [
      testSection('own'),
      testSection('secret', { onlyMe: true }),
      testSection('old', { archived: true }),
      testSection('read', { level: 'read' }),
    ];
    const plan = testPlan(sections);
    expect(invitableSections(plan).map(({ id }) => id)).toEqual(['own']);
    const coordinator = testPlan(sections, { may: { manage: false, arrange: true, addSection: false } });
    expect(invitableSections(coordinator).map(({ id }) => id)).toEqual(['own', 'read']);
  });

  it('let others read at most in the own story', () => {
    const plan = testPlan([testSection('story', { kind: 'own-story' }), testSection('home')]);
    expect(invitedShares({ ...known, levels: { story: 'write', home: 'write' } }, plan)).toEqual([
      { sectionId: 'story', level: 'read' },
      { sectionId: 'home', level: 'write' },
    ]);
  });

  it('take a code however it is typed, and no other', () => {
    expect(readInvitationCode(' abcde-fghjk 23456 ')).toBe('ABCDEFGHJK23456');
    expect(readInvitationCode('ABCDE-FGHJK')).toBeNull();
    expect(readInvitationCode('ABCDE-FGHJK-2345O')).toBeNull();
  });

  it('know a mail address from something else', () => {
    expect(looksLikeMail('huisarts@example.org')).toBe(true);
    for (const text of ['huisarts', 'a@b', 'a b@example.org', '@example.org']) expect(looksLikeMail(text)).toBe(false);
  });
});
