using Charter.Contracts;
using MassTransit;

namespace Charter.Gateway;

/// <summary>Drops tokens whose claims are no longer true. Every replica has a queue of its own, which goes with it.</summary>
internal sealed class ForgetTokens(TokenExchange tokens) : IConsumer<MembershipsChanged>, IConsumer<SessionEnded>
{
    public Task Consume(ConsumeContext<MembershipsChanged> context)
    {
        tokens.Forget(context.Message.Subject);
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<SessionEnded> context)
    {
        tokens.Forget(context.Message.SessionId);
        return Task.CompletedTask;
    }

    /// <summary>Watches whether that queue is there: with the broker away, changes are lost to this replica.</summary>
    internal sealed class Watch(TokenExchange tokens) : IReceiveEndpointObserver
    {
        public Task Ready(ReceiveEndpointReady ready)
        {
            if (IsOurs(ready.InputAddress))
                tokens.Listening();
            return Task.CompletedTask;
        }

        public Task Stopping(ReceiveEndpointStopping stopping) => Lost(stopping.InputAddress);

        public Task Completed(ReceiveEndpointCompleted completed) => Lost(completed.InputAddress);

        public Task Faulted(ReceiveEndpointFaulted faulted) => Lost(faulted.InputAddress);

        private Task Lost(Uri queue)
        {
            if (IsOurs(queue))
                tokens.Deaf();
            return Task.CompletedTask;
        }

        private static bool IsOurs(Uri queue) => queue.AbsolutePath.Contains("forget-tokens", StringComparison.Ordinal);
    }
}
