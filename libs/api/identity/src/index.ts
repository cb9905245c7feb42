import { LoginAttempt, LoginSession } from './login-session.entity';
import { Login, Person } from './person.entity';

export { newContactCode } from './accounts';
export { AppEvents } from './app-events';
export { IdentityModule } from './identity.module';
export { LOGIN_ENDED, loginEnded, Logins } from './logins';
export { LoginAttempt, LoginSession } from './login-session.entity';
export { People, positionOf, type Place } from './people';
export { Login, Person } from './person.entity';
export { Recipients } from './recipients';
export { addressOf, CurrentVisitor, type Visitor } from './visitor';

/** Tables of this library, for the one list of the composition. */
export const identityEntities = [Login, LoginAttempt, LoginSession, Person];
