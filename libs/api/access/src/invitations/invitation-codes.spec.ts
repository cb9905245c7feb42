import { invitationCode } from '@samenplan/shared/contracts';
import { invitationCodeHash, newInvitationCode } from './invitation-codes';

describe('the code of an invitation', () => {
  it('is one that the contracts take, however it is typed', () => {
    const code = newInvitationCode();
    expect(invitationCode.parse(code)).toBe(code);
    expect(invitationCode.parse(` ${code.slice(0, 5).toLowerCase()}-${code.slice(5, 10)} ${code.slice(10)}`)).toBe(
      code,
    );
  });

  it('differs every time, and so does what is stored of it', () => {
    const codes = Array.from({ length: 200 }, newInvitationCode);
    expect(new Set(codes).size).toBe(200);
    expect(new Set(codes.map((code) => invitationCodeHash(code).toString('hex'))).size).toBe(200);
  });
});
