import { TestBed } from '@angular/core/testing';
import { testEnd, testGrant, testServer } from '../plan/plan-testing';
import type { ShareDeed } from './share-answers';
import { ShareSending } from './share-sending';

function deed(sectionId: string, lift = false): ShareDeed {
  const grant = {
    recipient: { type: 'person', id: 'poh' },
    effect: 'share',
    level: 'read',
    endsAt: testEnd,
    sectionId,
  } as const;
  return { sectionId, title: sectionId, level: 'read', lift, steps: [{ kind: 'create', grant, replaces: null }] };
}

describe('sending what is shown', () => {
  const states = (sending: ShareSending): string[] =>
    sending.results().map((one) => `${one.deed.sectionId} ${one.state}`);
  let sending: ShareSending;

  beforeEach(() => {
    sending = TestBed.configureTestingModule({ providers: [ShareSending] }).inject(ShareSending);
  });

  it('says of each thing whether it was stored, also after one failed', async () => {
    testServer(({ body }) => (JSON.stringify(body).includes('"a"') ? 503 : testGrant('g')));
    await sending.send('plan', [deed('a'), deed('b')]);
    expect(states(sending)).toEqual(['a failed', 'b stored']);
    expect(sending.results()[0]?.problem).toBe('unavailable');
    expect(sending.finished()).toBe(true);
  });

  it('sends again only what was not stored', async () => {
    let down = true;
    const asked = testServer(({ body }) => (down && JSON.stringify(body).includes('"a"') ? 503 : testGrant('g')));
    const deeds = [deed('a'), deed('b')];
    await sending.send('plan', deeds);
    down = false;
    const before = asked.length;
    await sending.send('plan', deeds);
    expect(asked.slice(before).map((request) => request.body)).toEqual([expect.objectContaining({ sectionId: 'a' })]);
    expect(states(sending)).toEqual(['a stored', 'b stored']);
  });

  it('does not make a rule for a section that could not be opened to others', async () => {
    const asked = testServer(({ path }) => (path.endsWith('/showings') ? 503 : testGrant('g')));
    await sending.send('plan', [deed('mine', true)]);
    expect(asked.map((request) => request.path)).toEqual(['/plans/plan/sections/mine/showings']);
    expect(states(sending)).toEqual(['mine failed']);
  });
});
