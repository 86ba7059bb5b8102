/** Why a sign-in ended, as the server names it; each is a text of ours. */
export const reasons = [
  'logout',
  'logout_all',
  'ended',
  'reuse',
  'expired',
  'password',
  'deactivated',
] as const;

/** What a timeline tells. */
export const events = [
  'sign_in',
  'refresh',
  'lost_response',
  'reuse_detected',
  'generation_ahead',
  'sign_out',
  'session_ended',
] as const;
