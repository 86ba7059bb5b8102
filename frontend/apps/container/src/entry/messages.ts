import { defineMessages } from '@intarsia/ui';

export const messages = defineMessages({
  en: {
    register: 'Create an account',
    registerText: 'You are signed in at once.',
    create: 'Create account',
    name: 'Name',
    email: 'E-mail',
    username: 'User name (optional)',
    usernameHint: 'Left empty, it is made from the address.',
    haveAccount: 'I have an account already',
    backToSignIn: 'Back to sign-in',
    forgotten: 'Forgotten password',
    forgottenText: 'We send you a link that sets a new one.',
    sendLink: 'Send the link',
    sendAgain: 'Send it again',
    mailSent:
      'If there is an account with {email}, a mail with a link is on its way. The link works once, for an hour.',
    reset: 'Choose a new password',
    resetText: 'It ends every sign-in, on all devices.',
    newPassword: 'New password',
    setPassword: 'Set the password',
    anotherLink: 'Ask for another link',
    resetDone: 'Your password is changed',
    resetDoneText: 'Sign in with the new one.',
    signIn: 'Sign in',
    noToken: 'This address is incomplete. Open the link in the mail once more, or ask for another one.',
    verify: 'Confirm your e-mail address',
    verifying: 'Confirming',
    verified: 'Your address is confirmed. Thank you.',
    noVerifyToken:
      'This address is incomplete. Open the link in the mail once more, or have it sent again from your profile.',
    toProfile: 'To your profile',
  },
  de: () => import('./messages.de.ts'),
});
