import { Component, type ErrorInfo, type ReactNode } from 'react';
import { RemoteProblem } from './remote-problem.tsx';

interface RemoteBoundaryProps {
  title: string;
  /** There is nothing around it that goes on. */
  isWholePage?: boolean;
  /** Called before the part is rendered again. */
  onRetry?: () => void;
  onError?: (error: unknown, componentStack: string | undefined) => void;
  children: ReactNode;
}

interface Failure {
  error: unknown;
}

/** Keeps one part's failure to that part. Give it a `key` per part, so that a new part starts without the old one's failure. */
export class RemoteBoundary extends Component<RemoteBoundaryProps, { failure: Failure | undefined }> {
  override state: { failure: Failure | undefined } = { failure: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { failure: { error } };
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo) {
    this.props.onError?.(error, componentStack ?? undefined);
  }

  readonly #retry = () => {
    this.props.onRetry?.();
    this.setState({ failure: undefined });
  };

  override render() {
    const { failure } = this.state;
    if (!failure) return this.props.children;
    const { title, isWholePage } = this.props;
    return (
      <RemoteProblem title={title} error={failure.error} onRetry={this.#retry} isWholePage={isWholePage} />
    );
  }
}
