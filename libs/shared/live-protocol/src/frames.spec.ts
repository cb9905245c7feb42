import fc from 'fast-check';
import { closeCodes, isPermanent } from './close-codes';
import {
  carriesUpdate,
  decodeClientFrame,
  encodeAnnounce,
  encodePresence,
  encodeSyncReply,
  encodeSyncRequest,
  encodeUpdate,
} from './frames';
import { decodePresenceEntries, encodePresenceEntries } from './presence-entries';
import { refusalCodes, refusalOf } from './refusals';
import { scanUpdate } from './scan-update';
import { offeredVersion, SUBPROTOCOL } from './schema-version';
import { Y } from './y';

const bytes = fc.uint8Array({ maxLength: 300 });

describe('frames', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(bytes, fc.nat(2 ** 31), (content, clientId) => {
        expect(decodeClientFrame(encodeSyncRequest(content))).toEqual({ type: 'sync-request', stateVector: content });
        expect(decodeClientFrame(encodeSyncReply(content))).toEqual({
          type: 'update',
          update: content,
          complete: true,
        });
        expect(decodeClientFrame(encodeUpdate(content))).toEqual({ type: 'update', update: content, complete: false });
        expect(decodeClientFrame(encodePresence(content))).toEqual({ type: 'presence', entries: content });
        expect(decodeClientFrame(encodeAnnounce(clientId))).toEqual({ type: 'announce', clientId });
      }),
    );
  });

  it('of any bytes give an answer, never an error', () => {
    fc.assert(
      fc.property(bytes, (content) => {
        decodeClientFrame(content);
        decodePresenceEntries(content);
        scanUpdate(content);
      }),
      { numRuns: 5_000 },
    );
  });

  it('with anything after their end, or a client id beyond 32 bits, are none', () => {
    expect(decodeClientFrame(Uint8Array.of(...encodeUpdate(Uint8Array.of(1)), 0))).toBeUndefined();
    expect(decodeClientFrame(encodeAnnounce(2 ** 32))).toBeUndefined();
  });

  it('that carry an update are told from others by their first bytes', () => {
    expect(
      [encodeUpdate, encodeSyncReply, encodeSyncRequest, encodePresence].map((encode) =>
        carriesUpdate(encode(Uint8Array.of(0))),
      ),
    ).toEqual(['update', 'complete', undefined, undefined]);
  });

  it('of presence are read as they were written', () => {
    const entries = [{ clientId: 3, clock: 2 ** 40, state: '{"naam":"é"}' }];
    expect(decodePresenceEntries(encodePresenceEntries(entries))).toEqual(entries);
  });
});

describe('the shape of an update', () => {
  it('has no empty range of deletions: Yjs throws when it has to keep one for later', () => {
    const deletes = (length: number): Uint8Array => Uint8Array.of(0, 1, 5, 1, 0, length);
    expect(scanUpdate(deletes(2))?.deletes).toEqual([{ client: 5, ranges: [0, 2] }]);
    expect(scanUpdate(deletes(0))).toBeUndefined();
  });

  it('is that which Yjs reads', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 6 }), { minLength: 1, maxLength: 12 }), (texts) => {
        const doc = new Y.Doc();
        texts.forEach((text, i) => {
          doc.getText('t').insert(0, text);
          doc.getMap('m').set(String(i % 3), [i, text, null, { deep: [1.5, true] }]);
          if (i % 3 === 2 && doc.getText('t').length > 0) doc.getText('t').delete(0, 1);
        });
        const update = Y.encodeStateAsUpdate(doc);
        const read = Y.decodeUpdate(update);
        const shape = scanUpdate(update);
        const structs = shape?.blocks.flatMap(({ client, structs: flat }) =>
          Array.from({ length: flat.length / 9 }, (_, i) => [client, flat[i * 9 + 1], flat[i * 9 + 2]]),
        );
        expect(structs).toEqual(read.structs.map(({ id, length }) => [id.client, id.clock, length]));
        expect(shape?.deletes.flatMap(({ ranges }) => ranges)).toEqual(
          [...read.ds.clients.values()].flat().flatMap(({ clock, len }) => [clock, len]),
        );
      }),
    );
  });

  it('is none for what would make Yjs fail halfway', () => {
    const client = 7;
    const cases = {
      'an item that hangs on itself': [1, 1, client, 5, 0x84, client, 5, 1, 97, 0],
      'an empty text': [1, 1, client, 0, 4, 1, 1, 116, 0, 0],
      'the same client twice': [2, 1, client, 0, 0, 3, 1, client, 3, 0, 3, 0],
      'a mark that is no JSON': [1, 1, client, 0, 6, 1, 1, 116, 1, 98, 1, 123, 0],
      'a hook into the DOM': [1, 1, client, 0, 7, 1, 1, 116, 5, 1, 97, 0],
      'a gap with flags': [1, 1, client, 0, 0x8a, 1, 0],
    };
    for (const [name, update] of Object.entries(cases))
      expect([name, scanUpdate(Uint8Array.from(update))]).toEqual([name, undefined]);
  });
});

describe('the numbers both sides keep', () => {
  it('are permanent from 4400 to 4499, and 1009', () => {
    const permanent = Object.entries(closeCodes)
      .filter(([, code]) => isPermanent(code))
      .map(([name]) => name);
    expect(permanent).toEqual([
      'malformed',
      'loginEnded',
      'rightGone',
      'notFound',
      'historyReplaced',
      'tooLarge',
      'clientTooOld',
      'abuse',
    ]);
    expect([isPermanent(1009), isPermanent(1006), isPermanent(1000)]).toEqual([true, false, false]);
  });

  it('give every refusal back', () => {
    for (const [name, code] of Object.entries(refusalCodes)) expect(refusalOf(code)).toBe(name);
    expect(refusalOf(99)).toBe('malformed');
  });

  it('take the newest version that is offered, and none that is not ours', () => {
    expect(offeredVersion(['x', SUBPROTOCOL, 'samenplan.3'])).toEqual({ name: 'samenplan.3', version: 3 });
    expect(offeredVersion(['samenplan.0', 'samenplan.1.5', 'other'])).toBeUndefined();
  });
});
