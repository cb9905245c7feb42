import { RateLimit } from './rate-limit';
import { TestClock } from './testing/test-clock';

describe('RateLimit', () => {
  it('lets a burst through, then as many as the rate gives, per key', () => {
    const clock = new TestClock();
    const limit = new RateLimit(clock, { burst: 2, perMinute: 60 });
    expect([limit.take('a'), limit.take('a'), limit.take('b')]).toEqual([0, 0, 0]);
    expect(limit.take('a')).toBeCloseTo(1);
    clock.advance(1000);
    expect(limit.take('a')).toBe(0);
    expect(limit.take('a')).toBeGreaterThan(0);
  });

  it('says when to come back', () => {
    const limit = new RateLimit(new TestClock(), { burst: 1, perMinute: 6 });
    limit.demand('a');
    expect(() => limit.demand('a')).toThrow(
      expect.objectContaining({ code: 'too-many-requests', details: { retryAfter: 10 } }),
    );
  });
});
