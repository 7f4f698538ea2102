using System.Net.Sockets;
using Charter.ServiceDefaults;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Charter.Signatories.Tests;

public sealed class Work_that_comes_again
{
    private sealed class Work : Beat
    {
        private int _looks;

        public Work() : base(TimeSpan.FromMilliseconds(1), TimeProvider.System, NullLogger.Instance) { }

        public TaskCompletionSource Succeeded { get; } = new();

        protected override Task Look(CancellationToken stop)
        {
            if (Interlocked.Increment(ref _looks) == 1)
                throw new InvalidOperationException("An exception has been raised.", new NpgsqlException("Failed to connect", new SocketException((int)SocketError.ConnectionRefused)));
            Succeeded.TrySetResult();
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task What_fails_because_the_database_is_away_is_tried_again_and_does_not_end_the_host()
    {
        var work = new Work();
        await work.StartAsync(TestContext.Current.CancellationToken);
        await work.Succeeded.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        work.ExecuteTask!.IsFaulted.ShouldBeFalse();
        await work.StopAsync(TestContext.Current.CancellationToken);
    }
}
