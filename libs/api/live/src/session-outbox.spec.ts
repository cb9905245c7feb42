import { messageTypes, syncTypes } from '@samenplan/shared/live-protocol';
import { SessionOutbox } from './session-outbox';
import { WebSocketFrame } from './web-socket-frame';

/** An outbox between a room and a socket that are plain facts. */
function outbox({ lease = true, right = 5, document = 5, room = 5, acknowledges = true } = {}) {
  const facts = { lease, right, document, room, open: true };
  const sent: string[] = [];
  let asked = 0;
  const box = new SessionOutbox(
    {
      get hasLease() {
        return facts.lease;
      },
      get epoch() {
        return facts.room;
      },
      get document() {
        return {
          seq: 9,
          epoch: facts.document,
          stateVector: () => Uint8Array.of(0),
          encodeSince: () => Uint8Array.of(0, 0),
        };
      },
      presenceFor: () => Uint8Array.of(messageTypes.presence, 1, 0),
    },
    {
      get open() {
        return facts.open;
      },
      send: (frame) => sent.push(nameOf(frame)) > 0,
      relay: () => void sent.push('raw'),
      spend: () => undefined,
    },
    {
      get epoch() {
        return facts.right;
      },
      coversEpoch: (epoch) => facts.right >= epoch,
    },
    acknowledges,
    { clientId: () => 1, decideAgain: () => void (asked += 1), malformed: () => void sent.push('malformed') },
  );
  return { box, sent, facts, asked: () => asked, settled: () => Promise.resolve() };
}

function nameOf(frame: Uint8Array): string {
  if (frame[0] === messageTypes.presence) return 'presence';
  if (frame[0] === messageTypes.stored) return `stored ${frame[1]}`;
  if (frame[1] === syncTypes.step1) return 'request';
  return frame[1] === syncTypes.step2 ? 'reply' : 'document';
}

const RAW = new WebSocketFrame(Uint8Array.of(messageTypes.sync, syncTypes.update, 1, 7));

describe('what goes out to one connection', () => {
  it('is everything that is due, with a lease and a decision that counts', async () => {
    const { box, sent, settled } = outbox();
    box.request();
    box.reply(Uint8Array.of(0));
    await settled();
    box.deliver(RAW, { epoch: 5 });
    box.stored(3);
    expect(sent).toEqual(['request', 'reply', 'presence', 'raw', 'stored 3']);
  });

  it('is nothing at all without a lease', async () => {
    const { box, sent, facts, settled } = outbox();
    box.reply(Uint8Array.of(0));
    await settled();
    sent.length = 0;
    facts.lease = false;
    box.request();
    box.reply(Uint8Array.of(0));
    box.deliver(RAW, { epoch: 5 });
    box.deliverPresence(Uint8Array.of(messageTypes.presence));
    box.stored(1);
    await settled();
    expect(sent).toEqual([]);
  });

  it('waits for a new decision when something was stored at a newer epoch, and then comes from the document', async () => {
    const { box, sent, facts, asked, settled } = outbox();
    box.reply(Uint8Array.of(0));
    await settled();
    sent.length = 0;
    facts.document = 6;
    box.deliver(RAW, { epoch: 6 });
    await settled();
    expect([sent, asked()]).toEqual([[], 1]);
    facts.right = 6;
    box.settleSoon();
    await settled();
    expect(sent).toEqual(['document']);
    box.deliver(RAW, { epoch: 6 });
    expect(sent).toEqual(['document', 'raw']);
  });

  it('never is the raw update of an older epoch: there may have been a gap in the right', async () => {
    const { box, sent, settled } = outbox({ right: 7 });
    box.reply(Uint8Array.of(0));
    await settled();
    sent.length = 0;
    box.deliver(RAW, { epoch: 6 });
    box.deliver(RAW, { epoch: 6 });
    await settled();
    expect(sent).toEqual(['document']);
  });

  it('is no presence and no answer to a question after a newer epoch was seen', async () => {
    const { box, sent, asked, settled } = outbox({ room: 8 });
    box.reply(Uint8Array.of(0));
    box.deliverPresence(Uint8Array.of(messageTypes.presence));
    await settled();
    expect([sent, asked()]).toEqual([[], 1]);
  });

  it('is nothing of the room before the client asked for it', async () => {
    const { box, sent, settled } = outbox();
    box.deliver(RAW, { epoch: 5 });
    box.deliverPresence(Uint8Array.of(messageTypes.presence));
    await settled();
    expect(sent).toEqual([]);
  });

  it('is no acknowledgement for a plain client', async () => {
    const { box, sent, settled } = outbox({ acknowledges: false });
    box.stored(1);
    box.tellLevel(2);
    await settled();
    expect(sent).toEqual([]);
  });

  it('is what had to wait for a lease, once there is one again', async () => {
    const { box, sent, facts, settled } = outbox({ lease: false });
    box.request();
    box.reply(Uint8Array.of(0));
    await settled();
    expect(sent).toEqual([]);
    facts.lease = true;
    box.settleAgain();
    await settled();
    expect(sent).toEqual(['request', 'reply', 'presence']);
  });
});
