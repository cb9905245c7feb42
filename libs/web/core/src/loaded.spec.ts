import { ApplicationRef, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { ApiProblem } from './api-problem';
import { loaded, type Loaded } from './loaded';

describe('something that a screen loads', () => {
  const stable = () => TestBed.inject(ApplicationRef).whenStable();
  const make = <T>(load: () => Promise<T>, isEmpty?: (value: T) => boolean): Loaded<T> =>
    TestBed.runInInjectionContext(() => loaded(isEmpty === undefined ? { load } : { load, isEmpty }));

  it('goes from loading to ready', async () => {
    const thing = make(async () => ['a']);
    expect(thing.state()).toBe('loading');
    await stable();
    expect([thing.state(), thing.value()]).toEqual(['ready', ['a']]);
  });

  it('is empty when there is nothing yet', async () => {
    const thing = make(
      async () => [],
      (list) => list.length === 0,
    );
    await stable();
    expect(thing.state()).toBe('empty');
  });

  it('takes away at once what one may no longer see', async () => {
    let answer: () => Promise<string> = async () => 'secret';
    const thing = make(() => answer());
    await stable();
    answer = () => Promise.reject(new ApiProblem('not-found', 404));
    thing.reload();
    await stable();
    expect([thing.state(), thing.value()]).toEqual(['gone', undefined]);
    answer = () => Promise.reject(new ApiProblem('offline', 0));
    thing.reload();
    await stable();
    expect([thing.state(), thing.value()]).toEqual(['problem', undefined]);
  });

  it('keeps what was on screen while the connection is away, and says so', async () => {
    let answer: () => Promise<string> = async () => 'text';
    const thing = make(() => answer());
    await stable();
    answer = () => Promise.reject(new ApiProblem('offline', 0));
    thing.reload();
    await stable();
    expect([thing.state(), thing.value(), thing.problem()?.code]).toEqual(['ready', 'text', 'offline']);
  });

  it('never shows one thing under the name of another', async () => {
    const id = signal('one');
    const thing = TestBed.runInInjectionContext(() =>
      loaded({
        params: () => id(),
        load: (which) =>
          which === 'one' ? Promise.resolve('text of one') : Promise.reject(new ApiProblem('offline', 0)),
      }),
    );
    await stable();
    expect(thing.value()).toBe('text of one');
    id.set('two');
    await stable();
    expect([thing.state(), thing.value()]).toEqual(['problem', undefined]);
  });

  it('meets a bare error as a problem', async () => {
    const thing = make(() => Promise.reject(new Error('bug')));
    await stable();
    expect([thing.state(), thing.problem()?.code]).toEqual(['problem', 'unexpected-error']);
  });
});
