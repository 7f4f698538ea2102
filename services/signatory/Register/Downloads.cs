namespace Charter.Signatories.Register;

/// <summary>
/// Downloads of the whole register that are under way. Anybody may ask for one and each reads all of it, so a replica sends two at once, whoever asks besides
/// comes again, and one that has taken ten minutes is broken off: nobody can keep the others waiting by reading slowly.
/// </summary>
internal sealed class Downloads(IConfiguration configuration)
{
    private const int AtOnce = 2;

    private readonly TimeSpan _longest = configuration.GetValue("Downloads:Longest", TimeSpan.FromMinutes(10));
    private int _running;

    /// <summary>503 when too many are under way. To be disposed of once the answer has been sent.</summary>
    public Download Begin(CancellationToken cancel)
    {
        if (Interlocked.Increment(ref _running) <= AtOnce)
            return new(this, cancel);
        Interlocked.Decrement(ref _running);
        throw SignatoryErrors.TooManyDownloads();
    }

    internal sealed class Download : IDisposable
    {
        private readonly Downloads _of;
        private readonly CancellationToken _left;
        private readonly CancellationTokenSource _over;

        public Download(Downloads of, CancellationToken left)
        {
            (_of, _left, _over) = (of, left, CancellationTokenSource.CreateLinkedTokenSource(left));
            _over.CancelAfter(of._longest);
        }

        /// <summary>Whoever asked has left, or has had time enough.</summary>
        public CancellationToken Cancel => _over.Token;

        /// <summary>Sends the answer, and breaks the connection where the time is over, so that nobody takes a part for the whole.</summary>
        public async Task Send(HttpContext http, Func<Task> write)
        {
            try
            {
                await write();
            }
            catch (OperationCanceledException) when (!_left.IsCancellationRequested)
            {
                http.Abort();
            }
        }

        public void Dispose()
        {
            _over.Dispose();
            Interlocked.Decrement(ref _of._running);
        }
    }
}
