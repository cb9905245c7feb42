import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody who can log in, whatever they are to a client. */
@Entity('person')
export class Person {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('date', { name: 'birth_date', nullable: true })
  birthDate!: string | null;

  /** Ten characters that this person shows to be found. */
  @Column('text', { name: 'contact_code' })
  contactCode!: string;
}

/** Who a person is at an OpenID provider. */
@Entity('login')
export class Login {
  @PrimaryColumn('text')
  issuer!: string;

  @PrimaryColumn('text')
  subject!: string;

  @Column('uuid', { name: 'person_id' })
  personId!: string;
}
