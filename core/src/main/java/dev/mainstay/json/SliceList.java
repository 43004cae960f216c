package dev.mainstay.json;

import java.util.AbstractList;
import java.util.List;

/** Strings that nobody has copied, as the items of an array: each is when it is asked for. */
final class SliceList extends AbstractList<JsonValue> {
  private final List<JsonSlice> slices;

  SliceList(List<JsonSlice> slices) {
    this.slices = slices;
  }

  JsonSlice slice(int index) {
    return slices.get(index);
  }

  @Override
  public JsonString get(int index) {
    return new JsonString(slice(index).toString());
  }

  @Override
  public int size() {
    return slices.size();
  }
}
