namespace Charter.VerifyLog;

/// <summary>What was checked, line by line, and what did not hold.</summary>
internal sealed class Report(TextWriter output)
{
    private const int MostShown = 20;
    private int _problems;
    private bool _isUnfinished;

    public bool IsClean => _problems == 0 && !_isUnfinished;

    public void Checked(string what) => output.WriteLine($"  ok       {what}");

    public void Problem(string what)
    {
        if (++_problems <= MostShown)
            output.WriteLine($"  FAILED   {what}");
    }

    /// <summary>Neither whole nor altered: it could not be read to the end.</summary>
    public void Unfinished(string why)
    {
        _isUnfinished = true;
        output.WriteLine($"  stopped  {why}");
    }

    public void Say(string what) => output.WriteLine(what);

    /// <summary>The last line, and the exit code.</summary>
    public int Conclude()
    {
        if (_problems > MostShown)
            output.WriteLine($"  … and {_problems - MostShown} more");
        output.WriteLine(IsClean ? "The log is whole." : _problems == 0 ? "The audit was not finished, and says nothing of the log." : $"THE LOG DOES NOT VERIFY: {_problems} {(_problems == 1 ? "check" : "checks")} failed.");
        return IsClean ? 0 : 1;
    }
}
