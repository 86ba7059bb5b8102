import { ForgottenPage } from './forgotten-page.tsx';
import { RegisterPage } from './register-page.tsx';
import { ResetPage } from './reset-page.tsx';
import { VerifyPage } from './verify-page.tsx';

const pages = { register: RegisterPage, forgotten: ForgottenPage, reset: ResetPage, verify: VerifyPage };

export interface EntryPageProps {
  page: keyof typeof pages;
}

export default function EntryPage({ page }: EntryPageProps) {
  const Page = pages[page];
  return <Page />;
}
