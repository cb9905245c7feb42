import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A login that lasts until `expiresAt`, or earlier when it is ended. Only the hash of its token is kept. */
@Entity('login_session')
export class LoginSession {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  @Column('uuid', { name: 'person_id' })
  personId!: string;

  /** Level of assurance that the provider gave. */
  @Column('text', { nullable: true })
  acr!: string | null;

  /** Handed back to the provider to end its session too. */
  @Column('text', { name: 'id_token', nullable: true })
  idToken!: string | null;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}

/** A login on its way to the provider and back; `stateHash` is of the state together with the browser's own secret. */
@Entity('login_attempt')
export class LoginAttempt {
  @PrimaryColumn('bytea', { name: 'state_hash' })
  stateHash!: Buffer;

  @Column('text')
  nonce!: string;

  @Column('text', { name: 'code_verifier' })
  codeVerifier!: string;

  @Column('text', { name: 'redirect_uri' })
  redirectUri!: string;

  @Column('text', { name: 'return_to' })
  returnTo!: string;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
