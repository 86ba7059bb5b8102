import { defineMessages } from './catalogue.ts';

export const uiMessages = defineMessages({
  en: {
    unreachable: 'The server does not answer',
    unreachableText: 'It may be restarting. This page tries again by itself.',
    tryNow: 'Try now',
    accountOf: 'Account of {name}',
    account: 'Account',
    signOut: 'Sign out',
    admin: 'Admin',
    user: 'User',
    viewer: 'Viewer',
    cancel: 'Cancel',
    close: 'Close',
    unknownError: 'Something went wrong.',
    noAnswer: 'The server could not be reached. Check the connection and try again.',
    request: 'Request {id}',
    loading: 'Loading',
    notAvailable: '{title} is not available',
    restWorks: 'Everything else keeps working.',
    retry: 'Retry',
    tryAgain: 'Try again',
    technicalDetails: 'Technical details',
    manifestFailed: 'Its description could not be fetched. It may have been moved or withdrawn.',
    entryFailed: 'Its program could not be fetched. The server that keeps it may be away.',
    chunkFailed: 'A piece of its program is missing or could not be fetched.',
    renderFailed: 'It stopped because of a fault of its own.',
    tooLong: 'It took too long to answer. The network may be slow or its server busy.',
    appearance: 'Appearance',
    asSystem: 'As the system',
    light: 'Light',
    dark: 'Dark',
    highContrast: 'High contrast',
  },
  de: () => import('./ui-messages.de.ts'),
});

export type UiMessages = typeof uiMessages;
