namespace Delta.Log;

/// <summary>
/// An immutable map that a commit changes in few places: a shared base and the changes since. Making the next version costs what was changed
/// lately, not the size of the table, and now and then the layers are merged.
/// </summary>
internal sealed class LayeredMap<T>
    where T : class
{
    public static readonly LayeredMap<T> Empty = new([], [], 0);

    private readonly Dictionary<string, T> _base;
    private readonly Dictionary<string, T?> _changes;

    private LayeredMap(Dictionary<string, T> layer, Dictionary<string, T?> changes, int count)
    {
        _base = layer;
        _changes = changes;
        Count = count;
    }

    public int Count { get; }

    public IEnumerable<T> Values
    {
        get
        {
            if (_changes.Count == 0)
                return _base.Values;
            return _base.Where(pair => !_changes.ContainsKey(pair.Key)).Select(pair => pair.Value).Concat(_changes.Values.OfType<T>());
        }
    }

    public T? Find(string key) => _changes.TryGetValue(key, out var changed) ? changed : _base.GetValueOrDefault(key);

    public Builder ToBuilder() => new(this);

    /// <summary>Changes a map into the next; used once.</summary>
    public sealed class Builder
    {
        private readonly Dictionary<string, T?>? _changes;
        private readonly Dictionary<string, T> _base;
        private int _count;

        public Builder(LayeredMap<T> from)
        {
            _count = from.Count;
            // Nothing shared yet: build the base itself.
            _changes = from.Count == 0 ? null : new(from._changes);
            _base = from.Count == 0 ? [] : from._base;
        }

        public T? Find(string key) =>
            _changes is not null && _changes.TryGetValue(key, out var changed) ? changed : _base.GetValueOrDefault(key);

        public void Set(string key, T value)
        {
            if (_changes is null)
            {
                _base[key] = value;
                _count = _base.Count;
                return;
            }

            if (Find(key) is null)
                _count++;
            _changes[key] = value;
        }

        public void Remove(string key)
        {
            if (_changes is null)
            {
                _base.Remove(key);
                _count = _base.Count;
            }
            else if (Find(key) is not null)
            {
                _count--;
                if (_base.ContainsKey(key))
                    _changes[key] = null;
                else
                    _changes.Remove(key);
            }
        }

        public LayeredMap<T> Build()
        {
            if (_changes is null)
                return new(_base, [], _count);
            if (_changes.Count <= Math.Max(64, Math.Sqrt(_base.Count) * 2))
                return new(_base, _changes, _count);
            var merged = new Dictionary<string, T>(_count);
            foreach (var (key, value) in _base)
            {
                if (!_changes.ContainsKey(key))
                    merged[key] = value;
            }

            foreach (var (key, value) in _changes)
            {
                if (value is not null)
                    merged[key] = value;
            }

            return new(merged, [], _count);
        }
    }
}
