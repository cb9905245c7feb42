import { LoginAttempt } from './login-attempt.entity';
import { Login, Person } from './person.entity';

export { cleanName, newContactCode } from './accounts';
export { AppEvents } from './app-events';
export { IdentityModule } from './identity.module';
export { acrValuesFor, assuranceForRoles, assuranceOf, demandAssurance } from './assurance';
export { AssistedLogins } from './assisted-logins';
export { LOGIN_ENDED, loginEnded, Logins } from './logins';
export { LoginAttempt } from './login-attempt.entity';
export { Messages } from './notices/messages';
export { Notices, type NewNotice } from './notices/notices';
export { colleagueCodeHash } from './organisations/colleague-invitations';
export { OwnLogins } from './own-logins';
export { People, positionOf, type Place } from './people';
export { Login, Person } from './person.entity';
export { Recipients } from './recipients';
export { addressOf, CurrentVisitor, type Visitor, type VisitorHelper } from './visitor';

/** Tables of this library, for the one list of the composition. */
export const identityEntities = [Login, LoginAttempt, Person];
