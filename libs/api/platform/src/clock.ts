import { Injectable } from '@nestjs/common';

/** The time, as a port: rules that depend on time are tested with another clock. */
export abstract class Clock {
  abstract now(): Date;
}

@Injectable()
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}
