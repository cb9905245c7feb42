import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { z } from 'zod';
import type { ExamplePerson } from './accounts';
import type { LocalState } from './local-state';

/** What a browser must do: make a passkey, or show that it has one. */
export interface Ceremony {
  readonly kind: 'make' | 'use';
  readonly person: ExamplePerson;
  /** For `navigator.credentials`, as JSON. */
  readonly options: object;
}

interface Waiting {
  readonly kind: Ceremony['kind'];
  readonly person: string;
  readonly challenge: string;
}

const MOST_WAITING = 500;
/** Only what is looked at here; the library checks the rest byte by byte. */
const answerShape = z.looseObject({ id: z.string().max(1_400), response: z.looseObject({}) });

/**
 * Passkeys (WebAuthn) of example people: a device and a PIN, finger or face, so two factors at once. The first time
 * somebody needs one it is made on the spot, because anyone may be anyone here. Each challenge is used once.
 */
export class Passkeys {
  readonly #waiting = new Map<string, Waiting>();
  readonly #origin: string;
  readonly #host: string;

  constructor(
    private readonly state: LocalState,
    issuer: string,
  ) {
    const url = new URL(issuer);
    this.#origin = url.origin;
    this.#host = url.hostname;
  }

  /**
   * Begins one for a login on its way; an earlier one of that login counts no more.
   * @param anew makes another passkey, for a browser that does not have the first
   */
  async begin(uid: string, person: ExamplePerson, anew: boolean): Promise<Ceremony> {
    const own = this.state.passkeys.filter((passkey) => passkey.person === person.key);
    const kind = own.length === 0 || anew ? 'make' : 'use';
    const options =
      kind === 'make'
        ? await generateRegistrationOptions({
            rpName: 'Samenplan, voorbeeld',
            rpID: this.#host,
            userName: person.name,
            userID: new TextEncoder().encode(person.key),
            userDisplayName: person.name,
            attestationType: 'none',
            authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
          })
        : await generateAuthenticationOptions({
            rpID: this.#host,
            allowCredentials: own.map(({ id }) => ({ id })),
            userVerification: 'required',
          });
    this.#waiting.delete(uid);
    this.#waiting.set(uid, { kind, person: person.key, challenge: options.challenge });
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > MOST_WAITING && oldest !== undefined) this.#waiting.delete(oldest);
    return { kind, person, options };
  }

  /** @returns key of the person who showed a passkey; undefined when it proves nothing */
  async finish(uid: string, credential: string): Promise<string | undefined> {
    const waiting = this.#waiting.get(uid);
    this.#waiting.delete(uid);
    if (waiting === undefined) return undefined;
    try {
      const answer = answerShape.parse(JSON.parse(credential));
      const proven = await (waiting.kind === 'make' ? this.#make(waiting, answer) : this.#use(waiting, answer));
      return proven ? waiting.person : undefined;
    } catch {
      return undefined; // Malformed, or signed for another site, challenge or key.
    }
  }

  async #make({ person, challenge }: Waiting, answer: object): Promise<boolean> {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: answer as RegistrationResponseJSON,
      ...this.#expected(challenge),
    });
    if (!verified) return false;
    const { id, publicKey, counter } = registrationInfo.credential;
    this.state.addPasskey({ person, id, publicKey: Buffer.from(publicKey).toString('base64url'), counter });
    return true;
  }

  async #use({ person, challenge }: Waiting, answer: z.infer<typeof answerShape>): Promise<boolean> {
    const known = this.state.passkeys.find((passkey) => passkey.id === answer.id && passkey.person === person);
    if (known === undefined) return false;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer as unknown as AuthenticationResponseJSON,
      ...this.#expected(challenge),
      credential: {
        id: known.id,
        publicKey: new Uint8Array(Buffer.from(known.publicKey, 'base64url')),
        counter: known.counter,
      },
    });
    if (verified) this.state.addPasskey({ ...known, counter: authenticationInfo.newCounter });
    return verified;
  }

  #expected(expectedChallenge: string) {
    return {
      expectedChallenge,
      expectedOrigin: this.#origin,
      expectedRPID: this.#host,
      requireUserVerification: true,
    };
  }
}
