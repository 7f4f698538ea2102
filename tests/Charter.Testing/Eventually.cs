namespace Charter.Testing;

/// <summary>Waiting for what other hosts do: looks again and again until a deadline, and then shows the last failure.</summary>
public static class Eventually
{
    private const int FewestLooks = 10;   // also when the machine slept through the deadline

    /// <summary>Repeats the check until it passes.</summary>
    /// <param name="check">Throws while what is waited for is not there.</param>
    /// <param name="seconds">Deadline; generous, because a busy machine is no failure.</param>
    public static async Task Passes(Func<Task> check, int seconds = 60)
    {
        var deadline = DateTime.UtcNow.AddSeconds(seconds);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var looks = 1; ; looks++)
        {
            try
            {
                await check();
                return;
            }
            catch (Exception) when (DateTime.UtcNow < deadline || looks < FewestLooks)
            {
                await beat.WaitForNextTickAsync();
            }
        }
    }
}
