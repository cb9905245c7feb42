import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const hash = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();
const text = (bytes: Buffer): string => bytes.toString('base64url');

/** Flags of authenticator data: present, verified, and with a key in it (WebAuthn level 3, section 6.1). */
const PRESENT_AND_VERIFIED = 0x05;
const WITH_KEY = 0x40;

interface Challenge {
  readonly challenge: string;
  readonly origin: string;
}

/** A device with one passkey, as a browser would hand on its answers. */
export class TestPasskey {
  readonly #id = randomBytes(16);
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  #counter = 0;

  /** What `navigator.credentials.create` gives. */
  make(asked: Challenge): string {
    const data = clientData('webauthn.create', asked);
    const authData = Buffer.concat([
      this.#authData(asked, PRESENT_AND_VERIFIED | WITH_KEY),
      Buffer.alloc(16),
      Buffer.from([0, this.#id.length]),
      this.#id,
      this.#coseKey(),
    ]);
    // CBOR of { fmt: 'none', attStmt: {}, authData }.
    const attestationObject = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
      Buffer.from([authData.length]),
      authData,
    ]);
    return this.#answer({ clientDataJSON: text(data), attestationObject: text(attestationObject) });
  }

  /** What `navigator.credentials.get` gives. */
  use(asked: Challenge): string {
    const data = clientData('webauthn.get', asked);
    const authenticatorData = this.#authData(asked, PRESENT_AND_VERIFIED);
    const signature = sign('sha256', Buffer.concat([authenticatorData, hash(data)]), this.#keys.privateKey);
    return this.#answer({
      clientDataJSON: text(data),
      authenticatorData: text(authenticatorData),
      signature: text(signature),
    });
  }

  /** Another device that claims to hold the same passkey. */
  forged(): TestPasskey {
    const other = new TestPasskey();
    this.#id.copy(other.#id);
    other.#counter = this.#counter + 10;
    return other;
  }

  #authData({ origin }: Challenge, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE((this.#counter += 1));
    return Buffer.concat([hash(new URL(origin).hostname), Buffer.from([flags]), counter]);
  }

  /** ES256 as a COSE key in CBOR: { 1: 2, 3: -7, -1: 1, -2: x, -3: y }. */
  #coseKey(): Buffer {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    return Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ]);
  }

  #answer(response: object): string {
    const id = text(this.#id);
    return JSON.stringify({ id, rawId: id, type: 'public-key', response, clientExtensionResults: {} });
  }
}

const clientData = (type: string, { challenge, origin }: Challenge): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
