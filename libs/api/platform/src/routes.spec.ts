import { z } from 'zod';
import { defineRoute } from '@samenplan/shared/contracts';
import { Problem } from './problems';
import { checkInput } from './routes';

const route = defineRoute({
  method: 'POST',
  path: '/things/{thingId}',
  summary: 'A thing',
  tag: 'plan',
  status: 201,
  params: z.object({ thingId: z.uuid() }),
  body: z.object({ title: z.string().max(5), level: z.enum(['read', 'write']) }),
  response: z.object({ id: z.uuid() }),
});
const thingId = '7c0f7b7e-3d5e-4c3c-9d1e-0a5b8e0a7a11';
const problemOf = (body: unknown, id = thingId): Problem => {
  try {
    checkInput(route, { params: { thingId: id }, query: {}, body });
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error('accepted');
};

describe('checkInput', () => {
  it('hands over what the schemas parsed and nothing else', () => {
    const input = checkInput(route, {
      params: { thingId },
      query: { extra: '1' },
      body: { title: 'a', level: 'read', admin: true },
    });
    expect(input).toEqual({ params: { thingId }, query: undefined, body: { title: 'a', level: 'read' } });
  });

  it('answers a malformed id as something that is not there', () => {
    expect(problemOf({ title: 'a', level: 'read' }, "1'--").code).toBe('not-found');
  });

  it('names every wrong field and repeats no value', () => {
    const problem = problemOf({ title: 'Verslaving', level: 'Jansen' });
    expect(problem.details.errors).toEqual([
      { path: 'body.title', message: 'too_big' },
      { path: 'body.level', message: 'invalid_value' },
    ]);
  });

  it.each([[undefined], [null], ['text'], [[]], [{ title: { $ne: 1 } }]])('refuses body %j', (body) => {
    expect(problemOf(body).code).toBe('input-invalid');
  });
});
