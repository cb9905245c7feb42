import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, Encryption, Jobs } from '@samenplan/api/platform';
import { z } from 'zod';
import { rows } from '../sql';

const gone = z.object({ address: z.instanceof(Uint8Array) });

/** Destroys the addresses of invitations that expired: nobody needs them any more. */
@Injectable()
export class InvitationEnds implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly encryption: Encryption,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every('invitations-end', '23 3 * * *', async () => {
      while ((await this.run()) > 0);
    });
  }

  /** @returns how many addresses were destroyed; at most 500 at once */
  async run(): Promise<number> {
    return this.database.asNobody(async (tx) => {
      const found = await rows(tx, gone, 'select address from expire_invitations() as address');
      for (const { address } of found) await this.encryption.destroyKey(tx, this.encryption.keyIdOf(address));
      return found.length;
    });
  }
}
