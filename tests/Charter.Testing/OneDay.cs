using Charter.ServiceDefaults;

namespace Charter.Testing;

/// <summary>For a test that counts days: done again when it failed and midnight had passed meanwhile.</summary>
public static class OneDay
{
    /// <summary>Does it, with nothing that was made the day before.</summary>
    public static async Task<T> Of<T>(Func<Task<T>> doIt)
    {
        var day = TimeProvider.System.Today();
        try
        {
            return await doIt();
        }
        catch (Exception) when (TimeProvider.System.Today() != day)
        {
            return await doIt();
        }
    }

    /// <inheritdoc cref="Of{T}"/>
    public static Task Of(Func<Task> doIt) => Of(async () =>
    {
        await doIt();
        return true;
    });
}
