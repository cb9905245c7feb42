import { Column, Entity, PrimaryColumn } from 'typeorm';

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

  /** Level that was asked for; see `Asked`. */
  @Column('text', { nullable: true })
  assurance!: string | null;

  @Column('boolean')
  fresh!: boolean;

  @Column('uuid', { name: 'person_id', nullable: true })
  personId!: string | null;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
