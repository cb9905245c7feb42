import { decodePresenceEntries, encodePresenceEntries } from '@samenplan/shared/live-protocol';
import { entriesFor, onlyClientId, ownEntry, PresenceTable, stamped } from './presence';

const identity = { personId: 'p', name: 'Bert', function: 'nurse' };
const entry = (clientId: number, state: unknown, clock = 1) => ({ clientId, clock, state: JSON.stringify(state) });

describe('presence', () => {
  it('takes the own entry and drops those of others', () => {
    const frame = encodePresenceEntries([entry(1, { cursor: null }), entry(2, { cursor: null })]);
    expect(ownEntry(frame, 2)).toMatchObject({ clientId: 2 });
    expect(ownEntry(frame, 3)).toBeUndefined();
  });

  it('calls malformed what is not a frame, counts too much or is too long', () => {
    expect(ownEntry(Uint8Array.of(5, 1), 1)).toBe('malformed');
    expect(ownEntry(Uint8Array.of(255, 255, 255, 127), 1)).toBe('malformed');
    expect(ownEntry(encodePresenceEntries([entry(1, { cursor: null, x: 'x'.repeat(3_000) })]), 1)).toBe('malformed');
  });

  it('stamps who it is, whatever the client says, and passes on nothing but the caret', () => {
    const said = JSON.stringify({ user: { name: 'Client' }, cursor: { anchor: 1, head: 2, more: 3 }, secret: 'x' });
    expect(JSON.parse(stamped(said, identity) ?? '')).toEqual({ user: identity, cursor: { anchor: 1, head: 2 } });
    expect(stamped('null', identity)).toBe('null');
    for (const bad of ['{', '[]', '"x"', '{"cursor":5}']) expect(stamped(bad, identity)).toBeUndefined();
  });

  it('knows a plain client by its first frame with one entry', () => {
    expect(onlyClientId(encodePresenceEntries([entry(7, {})]))).toBe(7);
    expect(onlyClientId(encodePresenceEntries([entry(7, null)]))).toBeUndefined();
    expect(onlyClientId(encodePresenceEntries([entry(7, {}), entry(8, {})]))).toBeUndefined();
  });

  it('gives clocks that only rise, past what was shown before a restart', () => {
    const table = new PresenceTable();
    table.show(1, '{}', 1_000);
    table.show(1, '{"x":1}', 1_000);
    expect(table.takeNews()).toEqual([{ clientId: 1, clock: 1_001, state: '{"x":1}' }]);
    table.hide(1, 500);
    table.hide(1, 500);
    expect(table.takeNews()).toEqual([{ clientId: 1, clock: 1_002, state: 'null' }]);
    expect([table.size, table.takeNews()]).toEqual([0, []]);
  });

  it('never sends somebody the own entry', () => {
    const entries = [entry(1, {}), entry(2, {})];
    expect(decodePresenceEntries(entriesFor(entries, 1) ?? new Uint8Array())).toEqual([entries[1]]);
    expect(entriesFor([entry(1, {})], 1)).toBeUndefined();
  });
});
