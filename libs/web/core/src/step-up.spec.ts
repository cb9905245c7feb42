import { TestBed } from '@angular/core/testing';
import { Api } from './api';
import { routes } from './routes';
import { StepUp } from './step-up';
import { testAnswer } from './testing-answers';

const needs = { assurance: 'substantial', freshMinutes: 15 } as const;

describe('a request that needs more than the login is worth', () => {
  let proved = false;
  let sent = 0;

  beforeEach(() => {
    proved = false;
    sent = 0;
    globalThis.fetch = async () => {
      sent += 1;
      if (proved) return testAnswer(200, { items: [] });
      return testAnswer(403, { code: 'assurance-too-low', needs: { ...needs, acr: 'x' } });
    };
  });

  it('asks the person once for all that wait, and sends each once more', async () => {
    let questions = 0;
    TestBed.inject(StepUp).answerWith(async (asked) => {
      questions += 1;
      expect(asked).toEqual(needs);
      await Promise.resolve();
      return (proved = true);
    });
    const api = TestBed.inject(Api);
    expect(await Promise.all([api.call(routes.listLogins, {}), api.call(routes.listLogins, {})])).toHaveLength(2);
    expect([questions, sent]).toEqual([1, 4]);
  });

  it('is refused when the person does not want to, or nobody can be asked', async () => {
    const api = TestBed.inject(Api);
    await expect(api.call(routes.listLogins, {})).rejects.toMatchObject({ code: 'assurance-too-low', needs });
    TestBed.inject(StepUp).answerWith(async () => false);
    await expect(api.call(routes.listLogins, {})).rejects.toMatchObject({ code: 'assurance-too-low' });
    expect(sent).toBe(2);
  });

  it('is not asked for ever when proving it did not help', async () => {
    TestBed.inject(StepUp).answerWith(async () => true);
    await expect(TestBed.inject(Api).call(routes.listLogins, {})).rejects.toMatchObject({ code: 'assurance-too-low' });
    expect(sent).toBe(2);
  });
});
