import { TestBed } from '@angular/core/testing';
import { LogFeed } from './log-feed';
import { testEntry, testServer } from '../plan/plan-testing';

describe('reading the log page by page', () => {
  const feed = (): LogFeed => TestBed.runInInjectionContext(() => new LogFeed());

  it('adds the next page below what is there, and knows the end', async () => {
    testServer(({ path }) =>
      path.includes('cursor=next')
        ? { items: [testEntry('2026-11-20T10:00:00Z')], nextCursor: null, people: [] }
        : { items: [testEntry('2026-11-22T10:00:00Z')], nextCursor: 'next', people: [] },
    );
    const log = feed();
    await log.ask({ planId: 'plan' });
    expect(log.next()).toBe('next');
    await log.more();
    expect(log.lines().map(({ line }) => line.at)).toEqual(['2026-11-22T10:00:00Z', '2026-11-20T10:00:00Z']);
    expect(log.next()).toBeNull();
  });

  it('keeps what is there when a further page fails, and can try that page again', async () => {
    let down = false;
    testServer(() => (down ? 503 : { items: [testEntry('2026-11-22T10:00:00Z')], nextCursor: 'next', people: [] }));
    const log = feed();
    await log.ask({ planId: 'plan' });
    down = true;
    await log.more();
    expect(log.state()).toBe('ready');
    expect(log.problem()?.code).toBe('unavailable');
    down = false;
    await log.retry();
    expect(log.problem()).toBeNull();
    expect(log.lines()).toHaveLength(2);
  });

  it('drops every line as soon as the log is not this person’s to read any more', async () => {
    let gone = false;
    testServer(() => (gone ? 404 : { items: [testEntry('2026-11-22T10:00:00Z')], nextCursor: 'next', people: [] }));
    const log = feed();
    await log.ask({ planId: 'plan' });
    gone = true;
    await log.more();
    expect(log.state()).toBe('gone');
    expect(log.lines()).toEqual([]);
  });

  it('shows the answer to the last question when an earlier one comes late', async () => {
    const late = Promise.withResolvers<void>();
    testServer(({ path }) => ({
      items: [testEntry(path.includes('personId=a') ? '2026-01-01T00:00:00Z' : '2026-11-22T10:00:00Z')],
      nextCursor: null,
      people: [],
    }));
    const quick = globalThis.fetch;
    globalThis.fetch = async (address, init) => {
      if (String(address).includes('personId=a')) await late.promise;
      return quick(address, init);
    };
    const log = feed();
    const first = log.ask({ planId: 'plan', personId: 'a' });
    await log.ask({ planId: 'plan', personId: 'b' });
    late.resolve();
    await first;
    expect(log.lines().map(({ line }) => line.at)).toEqual(['2026-11-22T10:00:00Z']);
  });

  it('keeps who is in the log while further pages come: only the first names them', async () => {
    const people = [{ id: 'poh', name: 'Fatma' }];
    testServer(({ path }) => ({
      items: [testEntry('2026-11-22T10:00:00Z')],
      nextCursor: path.includes('cursor') ? null : 'next',
      people: path.includes('cursor') ? [] : people,
    }));
    const log = feed();
    await log.ask({ planId: 'plan' });
    await log.more();
    expect(log.people()).toEqual(people);
  });

  it('says that nobody looked when there is nothing', async () => {
    testServer(() => ({ items: [], nextCursor: null, people: [] }));
    const log = feed();
    await log.ask({ planId: 'plan' });
    expect(log.state()).toBe('empty');
  });
});
